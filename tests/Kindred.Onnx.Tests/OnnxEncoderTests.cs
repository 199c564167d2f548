using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Encoding;
using Kindred.Numerics;

namespace Kindred.Onnx.Tests;

/// <summary>Image towers against another runtime, and everything that is none.</summary>
public sealed class OnnxEncoderTests
{
    private static readonly int[] ThreadCounts = [1, 2, 4];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, OnnxFixture.Cases.Length)];

    [Theory, MemberData(nameof(Cases))]
    public void Pictures_are_prepared_as_by_Pillow(int number)
    {
        var known = OnnxFixture.Cases[number];
        var planes = PictureFilter.Prepare(ImageFile.Read(OnnxFixture.PathOf(known.Picture)), PreparationOf(known));
        var levels = planes.Where((_, i) => i % 37 == 0).ToArray();
        Assert.Equal(known.Levels.Length, levels.Length);
        Assert.Equal(known.Levels, Array.ConvertAll(levels, level => (int)level));
    }

    [Theory]
    [InlineData("first.onnx")]
    [InlineData("any.onnx")]
    [InlineData("last.onnx")]
    public void Numbers_are_those_of_another_runtime(string model)
    {
        foreach (var known in OnnxFixture.Cases)
        {
            using var encoder = new OnnxEncoder { Model = OnnxFixture.PathOf(model), Preparation = PreparationOf(known) }.Load();
            Assert.Equal(known.Vector.Length, encoder.Identity.Columns);
            var row = new float[known.Vector.Length];
            encoder.Encode(ImageFile.Read(OnnxFixture.PathOf(known.Picture)), row);
            Assert.All(known.Vector.Zip(row), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        string[] paths = [.. OnnxFixture.Cases.Select(known => OnnxFixture.PathOf(known.Picture)).Distinct()];
        using var encoder = Open("any.onnx");
        var before = Parallelism.Threads;
        try
        {
            var rows = ThreadCounts.Select(threads =>
            {
                Parallelism.Threads = threads;
                return PictureEncoding.OfFiles([.. Enumerable.Repeat(paths, 8).SelectMany(path => path)], encoder).Values.ToArray();
            }).ToArray();
            Assert.Equal(rows[0], rows[1]);
            Assert.Equal(rows[0], rows[2]);
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [Fact]
    public void A_turned_photograph_is_seen_upright()
    {
        using var encoder = Open("any.onnx");
        var rows = PictureEncoding.OfFiles([OnnxFixture.PathOf("picture0.png"), OnnxFixture.PathOf("turned.png")], encoder);
        Assert.Equal(rows.Row(0).ToArray(), rows.Row(1).ToArray());
    }

    [Theory]
    [InlineData("words.onnx", "text tower")]
    [InlineData("map.onnx", "gives no vector for a picture")]
    [InlineData("four.onnx", "takes 4 pictures at once")]
    [InlineData("two.onnx", "--encoder-output names one")]
    [InlineData("picture0.png", "no network in ONNX")]
    [InlineData("absent.onnx", "there is no such file")]
    public void What_is_no_image_tower_is_refused_in_a_sentence(string file, string says) =>
        Assert.Contains(says, Assert.Throws<DataFileException>(() => Open(file)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_network_that_sees_nothing_is_refused() =>
        Assert.Contains("the same numbers for different pictures", Assert.Throws<DataFileException>(() => Open("blind.onnx")).Message, StringComparison.Ordinal);

    [Fact]
    public void An_output_is_chosen_by_name()
    {
        using var other = new OnnxEncoder { Model = OnnxFixture.PathOf("two.onnx"), Preset = "resnet", Output = "other" }.Load();
        Assert.Equal((4, "other"), (other.Identity.Columns, other.Identity.Output));
        Assert.Contains("no output 'third'", Assert.Throws<DataFileException>(() => new OnnxEncoder { Model = OnnxFixture.PathOf("two.onnx"), Preset = "resnet", Output = "third" }.Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_word_about_preparation_it_is_refused()
    {
        Assert.Contains("nothing says how pictures are prepared", Assert.Throws<DataFileException>(() => new OnnxEncoder { Model = OnnxFixture.PathOf("first.onnx") }.Load()).Message, StringComparison.Ordinal);
        Assert.Contains("takes pictures of any size", Assert.Throws<DataFileException>(
            () => new OnnxEncoder { Model = OnnxFixture.PathOf("any.onnx"), Mean = [0, 0, 0], Deviation = [1, 1, 1] }.Load()).Message, StringComparison.Ordinal);
        Assert.Contains("takes pictures of 32x32 pixels, not 64x64", Assert.Throws<ArgumentException>(
            () => new OnnxEncoder { Model = OnnxFixture.PathOf("first.onnx"), Preset = "clip", InputSize = 64 }.Load()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fixed_size_scales_what_the_preset_cuts_from()
    {
        using var encoder = new OnnxEncoder { Model = OnnxFixture.PathOf("first.onnx"), Preset = "resnet" }.Load();
        Assert.Equal((32, 37), (encoder.Identity.Preparation.Size, encoder.Identity.Preparation.ResizeTo));  // 256 / 224 of 32
    }

    [Fact]
    public void The_JSON_beside_a_network_says_how_pictures_are_prepared()
    {
        using var folder = new TemporaryFolder();
        var model = folder.Copy(OnnxFixture.PathOf("any.onnx"));
        File.WriteAllText(folder["preprocessor_config.json"],
            """{"do_center_crop": true, "crop_size": {"height": 48, "width": 48}, "size": {"shortest_edge": 64}, "resample": 3, "image_mean": [0.1, 0.2, 0.3], "image_std": [0.4, 0.5, 0.6]}""");
        using var encoder = new OnnxEncoder { Model = model }.Load();
        Assert.Equal(
            new PicturePreparation { Size = 48, ResizeTo = 64, Interpolation = Interpolation.Bicubic, Mean = [0.1, 0.2, 0.3], Deviation = [0.4, 0.5, 0.6] }, encoder.Identity.Preparation);
        File.WriteAllText(folder["any.json"], """{"size": "large"}""");
        Assert.Contains("does not say how pictures are prepared", Assert.Throws<DataFileException>(() => new OnnxEncoder { Model = model }.Load()).Message, StringComparison.Ordinal);
    }

    private static OnnxEncoderModel Open(string file) => new OnnxEncoder { Model = OnnxFixture.PathOf(file), Preset = "resnet", InputSize = file == "any.onnx" ? 32 : null }.Load();

    private static PicturePreparation PreparationOf(OnnxFixture.Case known) => new()
    {
        Size = 32,
        ResizeTo = known.ResizeTo,
        Stretch = known.Stretch,
        Interpolation = known.Interpolation == "bicubic" ? Interpolation.Bicubic : Interpolation.Bilinear,
        Mean = [.. known.Mean],
        Deviation = [.. known.Deviation],
    };
}
