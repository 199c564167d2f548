using Kindred.Datasets.Images;
using Kindred.Numerics;
using Kindred.Reporting;

namespace Kindred.Tests.Datasets.Images;

public sealed class PictureCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PictureCache _cache;

    public PictureCacheTests()
    {
        Directory.CreateDirectory(_folder["photos"]);
        for (var i = 0; i < 6; i++)
            WriteNoise(i, seed: i);
        _cache = new PictureCache(_folder["cache"]);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, ImageFit.Crop)]
    [InlineData(3, ImageFit.Pad)]
    [InlineData(3, ImageFit.Stretch)]
    public void The_same_pictures_come_with_a_cache_empty_or_full_and_without(int channels, ImageFit fit)
    {
        var options = new ImageFolderOptions { Size = new ImageSize(24, 16), Channels = channels, Fit = fit };
        var without = Read(options);
        Assert.Equal(without, Read(options with { Cache = _cache }));
        Assert.Equal(6, Kept.Length);
        Assert.Equal(without, Read(options with { Cache = _cache }));
        Assert.Equal(6, Kept.Length);
    }

    [Fact]
    public void What_is_kept_is_what_comes()
    {
        var options = new ImageFolderOptions { Size = new ImageSize(8, 8), Channels = 1, Cache = _cache };
        Read(options);
        foreach (var kept in Kept)
            PngFile.Write(kept, new Picture(8, 8, 1, Enumerable.Repeat((byte)7, 64).ToArray()));
        Assert.All(Read(options), value => Assert.Equal(7, value));
    }

    [Fact]
    public void Another_content_under_the_same_name_is_another_picture()
    {
        var options = new ImageFolderOptions { Size = new ImageSize(8, 8), Channels = 3 };
        Read(options with { Cache = _cache });
        WriteNoise(3, seed: 99);
        Assert.Equal(Read(options), Read(options with { Cache = _cache }));
    }

    [Fact]
    public void Damaged_files_of_the_cache_are_made_again()
    {
        var options = new ImageFolderOptions { Size = new ImageSize(8, 8), Channels = 3 };
        Read(options with { Cache = _cache });
        var kept = Kept;
        File.WriteAllBytes(kept[0], []);
        File.WriteAllBytes(kept[1], File.ReadAllBytes(kept[1])[..^20]);
        var bytes = File.ReadAllBytes(kept[2]);
        bytes[60] ^= 4;
        File.WriteAllBytes(kept[2], bytes);
        Assert.Equal(Read(options), Read(options with { Cache = _cache }));
        Assert.Equal(Read(options), Read(options with { Cache = _cache }));
    }

    [Fact]
    public void Small_files_are_not_kept_and_a_folder_that_cannot_be_made_does_no_harm()
    {
        var small = _folder["photos/small.png"];
        PngFile.Write(small, new Picture(20, 20, 3, new byte[1200]));
        var options = new ImageFolderOptions { Size = new ImageSize(8, 8), Channels = 3 };
        Read(options with { Cache = _cache });
        Assert.Equal(6, Kept.Length);
        Assert.Equal(Read(options), Read(options with { Cache = new PictureCache(Path.Combine(small, "no folder")) }));
    }

    [Fact]
    public void The_files_that_were_not_used_for_longest_go_when_there_is_no_more_room()
    {
        var options = new ImageFolderOptions { Size = new ImageSize(32, 32), Channels = 3 };
        Read(options with { Cache = _cache });
        foreach (var kept in Kept)
            File.SetLastWriteTimeUtc(kept, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var old = Kept;
        var most = _cache.Bytes();
        WriteNoise(6, seed: 6);
        Read(new ImageFolderOptions { Size = new ImageSize(16, 16), Channels = 3, Cache = new PictureCache(_cache.Folder) { MostBytes = most } });
        Assert.InRange(_cache.Bytes(), 1, most);
        Assert.Equal(7, Kept.Except(old).Count());
        Assert.Equal(_cache.Bytes(), _cache.Clear());
        Assert.Empty(Kept);
    }

    [Fact]
    public void Thumbnails_are_the_same_with_a_cache_empty_or_full_and_without()
    {
        string[] paths = [.. Enumerable.Range(0, 6).Select(i => _folder[$"photos/{i}.png"])];
        IReadOnlyList<byte[]> Files(PictureCache? cache) => ReportThumbnails.Of(paths, [0, 1, 2, 3, 4, 5], cache, _ => new Picture(1, 1, 1, new byte[1]), new ReportSettings()).Files;
        var without = Files(null);
        Assert.Equal(without, Files(_cache));
        Assert.Equal(6, Kept.Length);
        Assert.Equal(without, Files(_cache));
    }

    private string[] Kept => Directory.Exists(_cache.Folder) ? [.. Directory.GetFiles(_cache.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];

    private byte[] Read(ImageFolderOptions options) => ImageFolder.Read(_folder["photos"], options).Train.Bytes!.Values.ToArray();

    // too rich to be packed: 120 KB
    private void WriteNoise(int number, int seed)
    {
        var (rng, samples) = (new Rng((ulong)seed), new byte[200 * 200 * 3]);
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (byte)(rng.NextDouble() * 256);
        PngFile.Write(_folder[$"photos/{number}.png"], new Picture(200, 200, 3, samples));
    }
}
