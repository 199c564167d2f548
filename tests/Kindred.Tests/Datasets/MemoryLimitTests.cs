using System.IO.Compression;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Datasets.Streaming;
using Kindred.Numerics;
using Kindred.Tests.Datasets.Images;

namespace Kindred.Tests.Datasets;

/// <summary>Small files that promise or unpack to more memory than may be taken.</summary>
[Collection(OneAtATime.Name)]
public sealed class MemoryLimitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly long _before = MemoryLimit.Bytes;

    public void Dispose()
    {
        MemoryLimit.Bytes = _before;
        _folder.Dispose();
    }

    [Theory]
    [InlineData("8GB", 8_000_000_000L)]
    [InlineData("500 MB", 500_000_000L)]
    [InlineData("1.5GiB", 1_500_000_000L)]
    [InlineData("4096", 4096L)]
    [InlineData("2k", 2000L)]
    [InlineData("0", null)]
    [InlineData("-1GB", null)]
    [InlineData("much", null)]
    [InlineData("", null)]
    public void Sizes_are_read_as_people_write_them(string text, long? bytes) => Assert.Equal(bytes, MemoryLimit.Parse(text));

    [Theory]
    [InlineData("embeddings.parquet")]
    [InlineData("embeddings.arrow")]
    [InlineData("embeddings.h5")]
    public void A_file_that_takes_more_is_refused_with_the_option_that_allows_it(string name)
    {
        MemoryLimit.Bytes = 100;
        var error = Assert.Throws<DataFileException>(() => DatasetCatalog.Open(ImageFixtures.PathOf($"columns/{name}")));
        Assert.Contains("more than the 100 bytes that may be taken; --memory allows more", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(110_000_000, true)]   // the rows as bytes and as floats are 78 MB, what the graph of neighbours takes 100
    [InlineData(310_000_000, false)]
    public void Whether_rows_are_streamed_is_told_by_what_is_made_of_them_too(long bytes, bool isStreamed)
    {
        IdxFile.Write(_folder["pictures.idx"], [20_000, 28, 28], new byte[20_000 * 28 * 28]);
        MemoryLimit.Bytes = bytes;
        using var data = StreamedDataset.TryOpen(_folder["pictures.idx"], new DatasetOptions(), always: false);
        Assert.Equal(isStreamed, data is not null);
    }

    [Fact]
    public void A_folder_is_looked_at_before_its_pictures_are_called_small()
    {
        for (var i = 0; i < 30; i++)
            File.WriteAllBytes(_folder[$"{i}.png"], PngFile.Encode(new Picture(40, 40, 3, new byte[40 * 40 * 3])));
        var options = new DatasetOptions { Images = new ImageFolderOptions { FallbackSize = new ImageSize(32, 32) } };
        MemoryLimit.Bytes = 800_000;  // a quarter is for rows: with 28 x 28 values each they would fit, 30 x (5,000 + 784) bytes
        using var streamed = StreamedDataset.TryOpen(_folder.Path, options, always: false);
        Assert.NotNull(streamed);
        MemoryLimit.Bytes = 1_200_000;
        Assert.Null(StreamedDataset.TryOpen(_folder.Path, options, always: false));
    }

    [Fact]
    public void An_archive_that_unpacks_to_more_is_refused_before_it_is_unpacked()
    {
        var header = System.Text.Encoding.ASCII.GetBytes("{'descr': '<f2', 'fortran_order': False, 'shape': (10000000, 9), }\n");
        using (var zip = ZipFile.Open(_folder["bomb.npz"], ZipArchiveMode.Create))
        {
            using var entry = zip.CreateEntry("x.npy", CompressionLevel.Fastest).Open();
            entry.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, 0, .. header]);
            for (var i = 0; i < 180; i++)
                entry.Write(new byte[1_000_000]);
        }

        MemoryLimit.Bytes = 100_000_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DataFileException>(() => DatasetCatalog.Open(_folder["bomb.npz"]));

        Assert.Contains("unpacked, the array takes 180 MB of memory, more than the 100 MB that may be taken; --memory allows more", error.Message, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(_folder["bomb.npz"]).Length, 0, 2_000_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }
}
