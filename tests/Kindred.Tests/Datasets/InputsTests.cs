using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;
using Kindred.Runs;

namespace Kindred.Tests.Datasets;

/// <summary>What opening data keeps besides the numbers: names, how it was opened, and what was left out.</summary>
public sealed class InputsTests : IDisposable
{
    private static readonly string[] Ids = ["x, 1", "y"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("who")]
    [InlineData("1")]
    public void Ids_name_the_rows_and_are_not_learned_from(string column)
    {
        var file = _folder.Write("t.csv", "who,a,b\n\"x, 1\",2,3\ny,4,5\n");
        var train = CsvFile.Read(file, new CsvOptions { IdColumn = column }).Train;
        Assert.Equal(Ids, train.Names!);
        Assert.Equal([2f, 3f, 4f, 5f], train.Pixels.Values.ToArray());
        Assert.Equal("y", train.Take([1]).Names!.Single());
    }

    [Fact]
    public void One_column_cannot_be_label_and_id()
    {
        var file = _folder.Write("t.csv", "who,a\nx,2\ny,4\n");
        Assert.Contains("both", Assert.Throws<DataFileException>(() => CsvFile.Read(file, new CsvOptions { IdColumn = "who", LabelColumn = "who" })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_sizes_are_brought_to_the_fallback_and_that_is_said()
    {
        Write("a.png", 10, 12);
        Write("b.png", 12, 10);
        var data = ImageFolder.Read(_folder.Path, new ImageFolderOptions { FallbackSize = new ImageSize(8, 6) });
        Assert.Equal(new ImageShape(8, 6, 1), data.Shape);
        Assert.Contains("several sizes", data.Files!.SizeNote, StringComparison.Ordinal);
        Assert.Equal("a.png b.png", string.Join(' ', data.Train.Names!));
    }

    [Fact]
    public void One_small_size_stays_and_one_large_does_not()
    {
        Write("a.png", 10, 12);
        var options = new ImageFolderOptions { FallbackSize = new ImageSize(8, 6) };
        Assert.Equal((new ImageShape(10, 12, 1), null), (ImageFolder.Read(_folder.Path, options).Shape, ImageFolder.Read(_folder.Path, options).Files!.SizeNote));
        Write("a.png", 65, 64);
        Assert.Equal(new ImageShape(8, 6, 1), ImageFolder.Read(_folder.Path, options).Shape);
        Assert.Equal(new ImageShape(65, 64, 1), ImageFolder.Read(_folder.Path, options with { Size = new ImageSize(65, 64) }).Shape);
    }

    [Fact]
    public void The_summary_opens_the_same_data_again()
    {
        Write("one/a.png", 10, 12);
        Write("two/b.png", 14, 10);
        var options = new DatasetOptions { Images = new ImageFolderOptions { FallbackSize = new ImageSize(8, 6), Channels = 3, LabelsFromFolders = true } };
        var data = DatasetCatalog.Open(_folder.Path, options);
        var summary = InputSummary.Of(data)!;
        var again = DatasetCatalog.Open(summary.Source, summary.ToOptions(folders: null));
        Assert.Equal(data.Sha256, again.Sha256);
        Assert.Equal(data.ClassNames, again.ClassNames);
        Assert.Equal(3, again.Shape.Channels);
    }

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(0, 0.51f, false)]
    [InlineData(0, 0.06f, true)]
    [InlineData(0, 255, true)]
    [InlineData(-1, 1, true)]
    public void Values_that_are_no_brightness_are_stretched(float low, float high, bool stretched)
    {
        var range = PixelRange.Of(new ImageSet(new Matrix(1, 4, new[] { low, high, low, high }), new ImageShape(2, 2, 1)));
        Assert.Equal(stretched, range.NeedsStretch);
        Assert.Equal(stretched ? 1 : high, range.Brightness(high), 1e-6f);
        Assert.Equal(stretched ? 0 : low, range.Brightness(low), 1e-6f);
    }

    [Theory]
    [InlineData(4095, 65535, PixelUnit.Sixteen, "The values of these pictures reach 4,095 of 65,535, as those of 12 bits do: they are shown brightened.")]
    [InlineData(1023, 65535, PixelUnit.Sixteen, "The values of these pictures reach 1,023 of 65,535, as those of 10 bits do: they are shown brightened.")]
    [InlineData(60, 255, PixelUnit.Byte, "The values of these pictures reach 60 of 255: they are shown brightened.")]
    [InlineData(60000, 65535, PixelUnit.Sixteen, null)]
    [InlineData(9, 1, PixelUnit.Own, null)]
    public void What_is_shown_brighter_than_it_is_is_said(int largest, int white, PixelUnit unit, string? sentence) =>
        Assert.Equal(sentence, new PixelRange(0, (float)largest / white).Note(unit));

    private void Write(string name, int height, int width)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        PngFile.Write(_folder[name], new Picture(height, width, 1, Enumerable.Range(0, height * width).Select(i => (byte)i).ToArray()));
    }
}
