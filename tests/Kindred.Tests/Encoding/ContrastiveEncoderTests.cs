using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Encoding.Views;
using Kindred.Features;
using Kindred.Models;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Tests.Datasets;

namespace Kindred.Tests.Encoding;

[Collection(OneAtATime.Name)]
public sealed class ContrastiveEncoderTests
{
    private static readonly ContrastiveEncoder Small = new()
    {
        Architecture = new ContrastiveArchitecture { Shape = new ImageShape(12, 12, 1), Channels = [8, 16], CodeLength = 16, Projection = [12, 8] },
        Views = ViewSettings.Middle,
        Epochs = 12,
        BatchSize = 64,
        LearningRate = 3e-3,
        Seed = 4,
    };

    private static readonly NeighbourPositives Near = new() { Features = new OrientationHistograms { Shape = new ImageShape(12, 12, 1) }, Count = 5 };

    public static TheoryData<string> Kinds => ["NT-Xent", "Barlow Twins", "strides", "residual blocks", "without batch normalisation", "neighbours"];

    [Theory, MemberData(nameof(Kinds))]
    public void Learns_to_tell_views_by_their_partner_and_says_so(string kind)
    {
        var model = (Settings(kind) with { Epochs = 30 }).Fit(MadeImages.Of("dark", 512, 12, 3));
        Assert.True(model.History.Epochs[^1].TrainingLoss < model.History.Epochs[0].TrainingLoss, "The loss does not fall.");
        Assert.True(model.Check!.Recognition > model.Check.RecognitionAtStart + 0.05, model.Check.Describe());
        Assert.Equal(model.Check.Recognition, model.Outcome["recognition"]);
        Assert.Equal((30, 512), (model.History.Epochs.Count, model.Check.Rows));
    }

    [Fact]
    public void Codes_are_as_long_as_asked_counted_from_the_mean_and_of_length_one()
    {
        var x = MadeImages.Of("dark", 300, 12, 3);
        var codes = (Small with { Epochs = 2 }).Fit(x).Transform(x);
        Assert.Equal((300, 16), (codes.Rows, codes.Columns));  // not the eight numbers of the projection
        for (var i = 0; i < codes.Rows; i++)
            Assert.Equal(1, codes.Row(i).ToArray().Sum(value => (double)value * value), 1e-5);
        Assert.All(Enumerable.Range(0, 16), j => Assert.InRange(Enumerable.Range(0, 300).Average(i => (double)codes.Row(i)[j]), -0.3, 0.3));
    }

    [Fact]
    public void An_encoder_that_does_not_move_has_learned_nothing_and_says_so()
    {
        var model = (Small with { Epochs = 1, LearningRate = 1e-12 }).Fit(MadeImages.Of("dark", 300, 12, 3));
        Assert.True(model.Check!.Failed);
        Assert.StartsWith("The encoder failed: it finds a view nearer to its partner", model.Failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.90, 0.80, 0.85, false)]
    [InlineData(0.90, 0.80, 0.95, true)]    // pixels do better
    [InlineData(0.90, 0.90, 0.80, true)]    // no better than it began
    [InlineData(0.995, 0.998, 0.80, false)] // hardly anything was left to learn
    [InlineData(0.5, 0.5, 0.5, true)]
    public void An_encoder_fails_below_its_start_or_the_pixels(double recognition, double atStart, double byPixels, bool failed) =>
        Assert.Equal(failed, new RecognitionCheck { Rows = 100, Recognition = recognition, RecognitionAtStart = atStart, RecognitionByPixels = byPixels }.Failed);

    [Fact]
    public void Rows_that_are_all_alike_teach_nothing() =>
        Assert.NotNull((Small with { Epochs = 1 }).Fit(MadeImages.Of("grey", 100, 12, 3)).Failure);

    [Fact]
    public void Recognition_is_what_a_plain_loop_counts()
    {
        var rng = new Rng(5);
        var x = new Matrix(40, 3, Enumerable.Range(0, 120).Select(_ => (float)rng.NextNormal()).ToArray());
        var mean = Enumerable.Range(0, 3).Select(j => Enumerable.Range(0, 40).Average(i => (double)x.Row(i)[j])).ToArray();
        double Cosine(int a, int b)
        {
            double Dot(int i, int j) => Enumerable.Range(0, 3).Sum(c => (x.Row(i)[c] - mean[c]) * (x.Row(j)[c] - mean[c]));
            return Dot(a, b) / Math.Sqrt(Dot(a, a) * Dot(b, b));
        }

        var cases = from i in Enumerable.Range(0, 40) from j in Enumerable.Range(0, 40) where j % 20 != i % 20 select Cosine(i, j) < Cosine(i, (i + 20) % 40) ? 1.0 : 0;
        Assert.Equal(cases.Average(), RecognitionCheck.Of(x), 9);
        Assert.Equal(0.5, RecognitionCheck.Of(new Matrix(10, 2, new float[20])));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Bytes_floats_and_a_stored_model_give_the_same_bits(string kind)
    {
        var floats = MadeImages.Of("dark", 200, 12, 3);
        var bytes = new ByteMatrix(200, 144, Array.ConvertAll(floats.Values.ToArray(), value => (byte)MathF.Round(255 * value)));
        var settings = Settings(kind) with { Epochs = 2 };
        var (fromBytes, fromFloats) = (settings.Fit(bytes), settings.Fit(bytes.ToMatrix()));
        var codes = fromFloats.Transform(bytes.ToMatrix()).Values.ToArray();
        Assert.Equal(codes, fromBytes.Transform(bytes).Values.ToArray());
        var loaded = (ContrastiveModel)ModelKinds.ReadStep(ContrastiveModel.StoredAs.Name, StoredRoundTrip.Of(fromBytes));
        Assert.Equal(codes, loaded.Transform(bytes).Values.ToArray());
        Assert.Equal((fromBytes.Architecture, fromBytes.History, fromBytes.Check), (loaded.Architecture, loaded.History, loaded.Check));
        Assert.Equal(((IEncoderModel)fromBytes).Describe(), ((IEncoderModel)loaded).Describe());
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_fit_that_is_interrupted_after_any_epoch_continues_to_the_same_bits(string kind)
    {
        var x = MadeImages.Of("dark", 200, 12, 3);
        var settings = Settings(kind) with { Epochs = 4 };
        var expected = settings.Fit(x);
        var codes = expected.Transform(x).Values.ToArray();
        int[][] stops = [[1], [2], [3], [1, 2, 3]];  // the last is interrupted after every epoch
        foreach (var after in stops)
        {
            using var folder = new TemporaryFolder();
            var resumable = settings with { CheckpointFolder = folder.Path };
            foreach (var epoch in after)
            {
                using var source = new CancellationTokenSource();
                Assert.Throws<OperationCanceledException>(() => resumable.Fit(x, new CancelAfter(epoch, source), source.Token));
            }

            var resumed = resumable.Fit(x);
            Assert.Equal(codes, resumed.Transform(x).Values.ToArray());
            Assert.Equal((expected.History, expected.Check), (resumed.History, resumed.Check));
            var other = resumable with { Views = ViewSettings.Upright };
            Assert.Contains("another training", Assert.Throws<ArgumentException>(() => other.Fit(x)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Colour_pictures_of_any_size_are_taken()
    {
        foreach (var shape in new[] { new ImageShape(9, 11, 3), new ImageShape(3, 2, 4), new ImageShape(1, 1, 1) })
        {
            var x = new Matrix(40, shape.Size, Enumerable.Range(0, 40 * shape.Size).Select(i => MathF.Abs(MathF.Sin(i))).ToArray());
            var settings = Small with { Architecture = Small.Architecture with { Shape = shape, Channels = [4, 4, 4] }, Views = ViewSettings.Photographs, Epochs = 1, BatchSize = 16 };
            Assert.Equal((40, 16), (settings.Fit(x).Transform(x).Rows, settings.Fit(x).OutputColumns));
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Parameters_are_counted_before_they_are_made(string kind)
    {
        var architecture = Settings(kind).Architecture;
        foreach (var shape in new[] { new ImageShape(12, 12, 1), new ImageShape(7, 5, 3), new ImageShape(1, 6, 1) })
        {
            var sized = architecture with { Shape = shape };
            Assert.Equal(sized.Build(new Rng(1)).Encoder.Parameters.Sum(parameter => (long)parameter.Length), sized.ParameterCount);
        }
    }

    [Fact]
    public void Beside_the_code_stand_the_features_that_told_neighbours()
    {
        var x = MadeImages.Of("dark", 300, 12, 3);
        var model = (Small with { Epochs = 2, Positives = Near }).Fit(x);
        var (codes, features) = (model.Transform(x), Near.Features.Fit(x).Transform(x));
        Assert.Equal((16 + features.Columns, 16 + features.Columns), (codes.Columns, model.OutputColumns));
        var mean = Enumerable.Range(0, features.Columns).Select(j => Enumerable.Range(0, 300).Average(i => (double)features.Row(i)[j])).ToArray();
        for (var i = 0; i < 300; i++)
        {
            var expected = features.Row(i).ToArray().Select((value, j) => value - mean[j]).ToArray();
            var length = Math.Sqrt(expected.Sum(value => value * value));
            Assert.Equal(1, codes.Row(i)[..16].ToArray().Sum(value => (double)value * value), 1e-5);
            for (var j = 0; j < features.Columns; j++)
                Assert.Equal(expected[j] / length, codes.Row(i)[16 + j], 1e-5);
        }
    }

    [Fact]
    public void Where_all_second_views_are_a_rows_own_neighbours_change_nothing()
    {
        var x = MadeImages.Of("dark", 200, 12, 3);
        var alone = (Small with { Epochs = 2 }).Fit(x).Transform(x);
        var own = (Small with { Epochs = 2, Positives = Near with { OwnShare = 1 } }).Fit(x).Transform(x);
        var near = (Small with { Epochs = 2, Positives = Near }).Fit(x).Transform(x);
        Assert.All(Enumerable.Range(0, 200), i => Assert.Equal(alone.Row(i).ToArray(), own.Row(i)[..16].ToArray()));
        Assert.NotEqual(alone.Row(0).ToArray(), near.Row(0)[..16].ToArray());
    }

    [Fact]
    public void Second_views_are_of_neighbours_as_often_as_asked_and_each_neighbour_as_often_as_another()
    {
        var x = MadeImages.Of("dark", 60, 12, 3);
        var features = Near.Features.Fit(x);
        var positives = (Near with { OwnShare = 0.25 }).Fit(features, features.Transform(x), seed: 3, progress: null, CancellationToken.None);
        var pairs = positives.Pairs(new ImageViews(new ViewSettings(), new ImageShape(12, 12, 1), seed: 7), Samples.From(x), seed: 11);  // without settings a view is the picture
        var (view, seen) = (new float[144], new int[6]);
        for (var visit = 0; visit < 400; visit++)
        {
            for (var row = 0; row < 60; row++)
            {
                pairs(x.Row(row), row, visit, version: 0, view);
                Assert.Equal(x.Row(row).ToArray(), view);
                pairs(x.Row(row), row, visit, version: 1, view);
                int[] known = [row, .. Enumerable.Range(0, positives.Near.Count).Select(place => positives.Near.Of(row, x.Row(row), place))];
                seen[Array.FindIndex(known, candidate => x.Row(candidate).SequenceEqual(view))]++;
            }
        }

        Assert.InRange(seen[0] / 24_000.0, 0.24, 0.26);
        Assert.All(seen[1..], count => Assert.InRange(count / 24_000.0, 0.14, 0.16));
    }

    [Fact]
    public void Fewer_rows_than_neighbours_asked_for_are_enough()
    {
        var x = MadeImages.Of("dark", 4, 12, 3);
        Assert.Equal(4, (Small with { Epochs = 1, BatchSize = 2, Positives = Near with { Count = 50 } }).Fit(x).Transform(x).Rows);
        Assert.Throws<ArgumentOutOfRangeException>(() => Near with { OwnShare = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => Near with { Count = 0 });
        Assert.Throws<ArgumentException>(() => (Small with { Positives = Near with { Features = new OrientationHistograms { Shape = new ImageShape(9, 9, 1) } } }).Fit(x));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_step_allocates_nothing(bool withNeighbours)
    {
        var pictures = MadeImages.Of("dark", 200, 12, 3);
        var (x, features) = (Samples.From(pictures), Near.Features.Fit(pictures));
        var positives = withNeighbours ? Near.Fit(features, features.Transform(pictures), seed: 3, progress: null, CancellationToken.None) : null;
        var before = Parallelism.Threads;
        try
        {
            Parallelism.Threads = 1;
            var rng = new Rng(1);
            using var session = Small.Begin(Small.Architecture.Build(rng), x, positives, rng);
            var rows = Enumerable.Range(0, 64).ToArray();
            for (var i = 0; i < 3; i++)
                session.Step(x, rows, rng);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            session.Step(x, rows, rng);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [Fact]
    public void Rows_and_settings_that_do_not_fit_are_refused()
    {
        Assert.Contains("144", Assert.Throws<ArgumentException>(() => Small.Fit(new Matrix(10, 143, new float[1430]))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Small.Fit(new Matrix(1, 144, new float[144])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Small with { BatchSize = 1 });
        Assert.Throws<ArgumentException>(() => Small.Architecture with { Channels = [] });
        Assert.Throws<ArgumentException>(() => Small.Architecture with { Shape = new ImageShape(0, 4, 1) });
    }

    private static ContrastiveEncoder Settings(string kind) => kind switch
    {
        "NT-Xent" => Small,
        "Barlow Twins" => Small with { Loss = new BarlowTwins() },
        "neighbours" => Small with { Positives = Near },
        "strides" => Small with { Architecture = Small.Architecture with { Halving = Halving.Stride } },
        "residual blocks" => Small with { Architecture = Small.Architecture with { ResidualBlocks = 1, Channels = [8] } },
        _ => Small with { Architecture = Small.Architecture with { BatchNormalization = false } },
    };

    private sealed class CancelAfter(int epoch, CancellationTokenSource source) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Stage == "training" && value.Step == epoch)
                source.Cancel();
        }
    }
}
