using Kindred.Datasets.Images;
using Kindred.Reporting;

namespace Kindred.Tests.Reporting;

/// <summary>Thumbnails of files, in their true shape and within their room.</summary>
public sealed class ReportThumbnailsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void They_have_the_shape_and_the_colours_of_their_files()
    {
        string[] paths = [Write("wide.png", 60, 300, 200), Write("tall.png", 400, 100, 50), Write("small.png", 20, 30, 100)];
        var thumbnails = Of(paths, new ReportSettings());
        Assert.Equal([(26, 128), (128, 32), (20, 30)], thumbnails.Select(picture => (picture.Height, picture.Width)));
        Assert.All(thumbnails.Zip([200, 50, 100]), pair => Assert.InRange(pair.First.Samples[0], pair.Second - 4, pair.Second + 4));
    }

    [Fact]
    public void A_file_that_is_gone_is_shown_as_the_method_saw_it()
    {
        string[] paths = [Path.Combine(_folder, "gone.png"), Write("there.png", 50, 50, 10)];
        var thumbnails = Of(paths, new ReportSettings());
        Assert.Equal((4, 8), (thumbnails[0].Height, thumbnails[0].Width));
    }

    [Fact]
    public void More_than_fit_are_left_out_from_the_middle()
    {
        string[] paths = [.. Enumerable.Range(0, 40).Select(i => Write($"{i}.png", 64, 64, i * 5))];
        var all = ReportThumbnails.Of(paths, [.. Enumerable.Range(0, 40)], cache: null, Known, new ReportSettings());
        Assert.Equal(Enumerable.Range(0, 40), all.Kept);
        var some = ReportThumbnails.Of(paths, [.. Enumerable.Range(0, 40)], cache: null, Known, new ReportSettings { MaxThumbnailBytes = 800 });
        Assert.InRange(some.Kept.Length, 3, 39);
        Assert.Contains(39, some.Kept);
        Assert.Contains(0, some.Kept);
    }

    private static Picture[] Of(string[] paths, ReportSettings settings)
    {
        var thumbnails = ReportThumbnails.Of(paths, [.. Enumerable.Range(0, paths.Length)], cache: null, Known, settings);
        return [.. thumbnails.Files.Select(file => ImageFile.Decode(file, "thumbnail"))];
    }

    private static Picture Known(int row) => new(4, 8, 1, new byte[32]);

    private string Write(string name, int height, int width, int value)
    {
        var (path, samples) = (Path.Combine(_folder, name), new byte[height * width * 3]);
        samples.AsSpan().Fill((byte)value);
        PngFile.Write(path, new Picture(height, width, 3, samples));
        return path;
    }
}
