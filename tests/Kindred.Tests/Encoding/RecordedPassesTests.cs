using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Training;

namespace Kindred.Tests.Encoding;

/// <summary>What is recorded once answers any number of rows, in any order of calls and on any threads, with the same bits.</summary>
public sealed class RecordedPassesTests
{
    private static readonly ImageSet Images = Wardrobe.Load(trainCount: 700, testCount: 1, seed: 4).Train;

    public static TheoryData<string> Kinds => ["dense", "conv"];

    [Theory, MemberData(nameof(Kinds))]
    public void Any_number_of_rows_has_the_bits_it_has_among_all(string kind)
    {
        var model = Model(kind);
        var all = model.Transform(Images.Bytes!);
        foreach (var count in (int[])[1, 2, 3, 16, 17, 23, 25, 33, 64, 100, 1, 255, 256, 257, 5, 600])
        {
            var some = model.Transform(Images.Slice(count % 37, count).Bytes!);
            for (var row = 0; row < count; row++)
                Assert.True(all.Row(row + (count % 37)).SequenceEqual(some.Row(row)), $"{kind}, {count} rows, row {row}");
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Many_threads_may_ask_at_a_time(string kind)
    {
        var model = Model(kind);
        var all = model.Transform(Images.Bytes!);
        var same = Enumerable.Range(0, 200).AsParallel().WithDegreeOfParallelism(4).All(i =>
        {
            var some = model.Transform(Images.Slice(i, 1 + (i % 5)).Bytes!);
            return Enumerable.Range(0, some.Rows).All(row => all.Row(i + row).SequenceEqual(some.Row(row)));
        });
        Assert.True(same);
    }

    private static AutoencoderModel Model(string kind)
    {
        IArchitecture architecture = kind == "conv" ? new ConvolutionalArchitecture { Shape = Images.Shape } : new DenseArchitecture { Widths = [Images.Shape.Size, 50, 7] };
        return new Autoencoder { Architecture = architecture, Trainer = new Trainer { Epochs = 1 }, Seed = 1 }.Fit(Images.Slice(0, 64).Bytes!);
    }
}
