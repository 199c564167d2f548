using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Tests.Datasets.Images;

/// <summary>Pictures that are decoded at once take no more memory together than may be taken.</summary>
[Collection(OneAtATime.Name)]
public sealed class DecodingMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly long _before = MemoryLimit.Bytes;

    public void Dispose()
    {
        MemoryLimit.Bytes = _before;
        _folder.Dispose();
    }

    [Fact]
    public async Task Pictures_that_take_more_together_wait_for_each_other()
    {
        MemoryLimit.Bytes = 1000;
        using var second = new ManualResetEventSlim();
        var first = DecodingMemory.Take(600, "a.png");
        var other = Task.Run(() =>
        {
            using var share = DecodingMemory.Take(600, "b.png");
            second.Set();
            return share;
        });

        using (DecodingMemory.Take(400, "c.png"))
            Assert.False(second.Wait(100));
        Assert.False(second.Wait(100));
        first.Dispose();
        Assert.True(second.Wait(10_000));
        Assert.NotNull(await other);
    }

    [Fact]
    public void On_many_threads_never_more_is_taken_than_may_be()
    {
        MemoryLimit.Bytes = 1000;
        var (now, most) = (0L, 0L);
        var gate = new Lock();
        WorkerPool.Run(400, (i, _) =>
        {
            var bytes = 1 + (i * 37 % 1000);
            using var share = DecodingMemory.Take(bytes, "a.png");
            var taken = Interlocked.Add(ref now, bytes);
            lock (gate)
                most = Math.Max(most, taken);
            Thread.SpinWait(200);
            Interlocked.Add(ref now, -bytes);
        });

        Assert.InRange(most, 1, 1000);
    }

    [Fact]
    public void A_picture_that_alone_takes_more_is_named_and_left_out()
    {
        PngFile.Write(_folder["large.png"], new Picture(1000, 1000, 3, new byte[3_000_000]));
        PngFile.Write(_folder["a.png"], new Picture(10, 10, 3, new byte[300]));
        PngFile.Write(_folder["b.png"], new Picture(12, 10, 3, new byte[360]));
        MemoryLimit.Bytes = 2_000_000;

        var data = DatasetCatalog.Open(_folder.Path, new DatasetOptions { Images = new ImageFolderOptions { Size = new ImageSize(8, 8) } });

        Assert.Equal(["a.png", "b.png"], data.Train.Names!);
        var left = Assert.Single(data.Files!.LeftOut);
        Assert.Equal("large.png", left.Path);
        Assert.Contains("decoded, the image takes 4 MB of memory, more than the 2 MB that may be taken; --memory allows more", left.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_large_picture_no_more_is_kept_than_is_needed()
    {
        var samples = new byte[3001 * 2003 * 3];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (byte)((i / 3 % 2003 / 20) + (i / 3 / 2003 / 60) + (40 * (i % 3)));
        var whole = new Picture(3001, 2003, 3, samples);
        var file = PngFile.Encode(whole);

        var picture = ImageFile.Decode(file, "large.png", new ImageSize(100, 120));

        Assert.Equal((1501, 1002), (picture.Height, picture.Width));
        var (found, expected) = (picture.Resize(60, 60), ImageFile.Decode(file, "large.png").Resize(60, 60));
        for (var i = 0; i < found.Samples.Length; i++)
            Assert.InRange(found.Samples[i] - expected.Samples[i], -1, 1);
    }

    [Fact]
    public void Rows_that_take_more_are_refused_before_they_are_reserved()
    {
        for (var i = 0; i < 4; i++)
            PngFile.Write(_folder[$"{i}.png"], new Picture(10, 10, 1, new byte[100]));
        MemoryLimit.Bytes = 1_000_000;

        var refused = Assert.Throws<DataFileException>(() => DatasetCatalog.Open(_folder.Path, new DatasetOptions { Images = new ImageFolderOptions { Size = new ImageSize(1000, 1000) } }));

        Assert.Contains("4 images of 1000x1000 take 4 MB", refused.Message, StringComparison.Ordinal);
    }
}
