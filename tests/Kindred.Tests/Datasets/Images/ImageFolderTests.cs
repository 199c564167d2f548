using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Tests.Datasets.Images;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_of_images_holds_the_pixels_they_were_written_from()
    {
        var images = Wardrobe.Load(300, 1).Train;
        for (var i = 0; i < images.Count; i++)
            PngFile.Write(_folder[$"{i:00000}.png"], new Picture(28, 28, 1, images.Bytes!.Row(i).ToArray()));

        var dataset = DatasetCatalog.Open(_folder.Path);

        Assert.Equal(Path.GetFileName(_folder.Path), dataset.Name);
        Assert.Equal(images.Shape, dataset.Shape);
        Assert.Equal(images.Bytes!.Values.ToArray(), dataset.Train.Bytes!.Values.ToArray());
        Assert.Null(dataset.Train.Classes);
        Assert.Equal("00007.png", dataset.Files!.Paths[7]);
    }

    [Fact]
    public void One_picture_of_sixteen_bits_among_others_is_never_overlooked()
    {
        for (var i = 0; i < 24; i++)
            Write($"{i:00}.png", 12, 12, 1, (byte)(10 * i));
        File.Copy(ImageFixtures.PathOf("images/c0d16n11x13.png"), _folder["11 deep.png"]);
        var options = new ImageFolderOptions { Size = new ImageSize(8, 8), Channels = 1 };
        var alone = ImageFolder.Read(_folder.Path, options).Train.Pixels.Values.ToArray();
        for (var attempt = 0; attempt < 200; attempt++)  // what one thread saw, another must not forget
        {
            var read = ImageFolder.Read(_folder.Path, options).Train;
            Assert.Null(read.Bytes);
            Assert.Equal(alone, read.Pixels.Values.ToArray());
        }
    }

    [Fact]
    public void Mixed_images_are_brought_to_one_size_and_channel_count()
    {
        Write("a/grey.png", 10, 12, 1, 50);
        Write("b/colour.PNG", 30, 20, 3, 60);
        Write("b/clear.png", 5, 5, 4, 70);
        _folder.Write("b/notes.txt", "not an image");
        _folder.Write("b/.hidden.png", "not an image");

        var colour = ImageFolder.Read(_folder.Path, new ImageFolderOptions { Size = new ImageSize(8, 6), LabelsFromFolders = true });
        var grey = ImageFolder.Read(_folder.Path, new ImageFolderOptions { Size = new ImageSize(8, 6), Channels = 1 });

        Assert.Equal(new ImageShape(8, 6, 3), colour.Shape);
        Assert.Equal(["a/grey.png", "b/clear.png", "b/colour.PNG"], colour.Files!.Paths);
        Assert.Equal(["a", "b"], colour.ClassNames);
        Assert.Equal([0, 1, 1], colour.Train.Classes!);
        Assert.Equal("1 .txt, 1 hidden", string.Join(", ", colour.Files.Others.Select(kind => $"{kind.Value} {kind.Key}")));
        Assert.Equal(2, colour.Files.OtherCount);
        Assert.Equal(new ImageShape(8, 6, 1), grey.Shape);
        Assert.All(grey.Train.Bytes!.Row(2).ToArray(), value => Assert.Equal(60, value));
        Assert.All(grey.Train.Bytes!.Row(1).ToArray(), value => Assert.Equal(204, value));  // 70 · 70/255 + 255 · 185/255
    }

    [Fact]
    public void Damaged_files_are_skipped_and_named_or_refused()
    {
        Write("a.png", 4, 4, 1, 1);
        Write("b.png", 4, 4, 1, 2);
        Write("c.png", 4, 4, 1, 3);
        var bytes = File.ReadAllBytes(_folder["b.png"]);
        bytes[^20] ^= 1;
        _folder.Write("b.png", bytes);
        _folder.Write("empty.jpg", "");

        var dataset = ImageFolder.Read(_folder.Path);

        Assert.Equal(["a.png", "c.png"], dataset.Files!.Paths);
        Assert.Equal([1, 3], new[] { dataset.Train.Bytes!.Row(0)[0], dataset.Train.Bytes.Row(1)[0] }.Select(value => (int)value));
        Assert.Equal(["b.png", "empty.jpg"], dataset.Files.Skipped.Select(skipped => skipped.Path));
        Assert.Contains("does not have its checksum", dataset.Files.Skipped[0].Reason, StringComparison.Ordinal);
        Assert.Contains("is empty", dataset.Files.Skipped[1].Reason, StringComparison.Ordinal);
        var error = Assert.Throws<DataFileException>(() => ImageFolder.Read(_folder.Path, new ImageFolderOptions { Strict = true }));
        Assert.Equal(_folder["empty.jpg"], error.File);  // headers are looked at first
    }

    [Fact]
    public void Any_number_of_threads_reads_the_same()
    {
        for (var i = 0; i < 40; i++)
            Write($"{i % 4}/{i}.png", 3 + i, 5 + (i % 7), 1 + (i % 4), (byte)(i * 5));
        var options = new ImageFolderOptions { Size = new ImageSize(9, 9) };
        var threads = Parallelism.Threads;
        try
        {
            Parallelism.Threads = 1;
            var alone = ImageFolder.Read(_folder.Path, options).Sha256;
            Parallelism.Threads = 4;

            Assert.Equal(alone, ImageFolder.Read(_folder.Path, options).Sha256);
        }
        finally
        {
            Parallelism.Threads = threads;
        }
    }

    [Fact]
    public void What_cannot_be_read_as_images_of_one_shape_is_refused_in_a_sentence()
    {
        Assert.Contains("no such folder", Message(_folder["none"]), StringComparison.Ordinal);
        Assert.Contains("there are no images", Message(_folder.Path), StringComparison.Ordinal);
        _folder.Write("x.png", "text");
        Assert.Contains("none of the 1 images can be read", Message(_folder.Path), StringComparison.Ordinal);
        Assert.Contains("none of the 1 images can be read", Message(_folder.Path, new ImageFolderOptions { Size = new ImageSize(2, 2), Channels = 1 }), StringComparison.Ordinal);
        Write("y.png", 4, 4, 1, 1);
        Write("z.png", 4, 5, 1, 1);
        Assert.Contains("several sizes (y.png is 4x4, z.png is 5x4); a size", Message(_folder.Path), StringComparison.Ordinal);
        Assert.Contains("lies in no folder that names a class", Message(_folder.Path, new ImageFolderOptions { Size = new ImageSize(2, 2), LabelsFromFolders = true }), StringComparison.Ordinal);
        Assert.Contains("more than", Message(_folder.Path, new ImageFolderOptions { Size = new ImageSize(40_000, 40_000) }), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageFolderOptions { Channels = 2 });

        static string Message(string folder, ImageFolderOptions? options = null) => Assert.Throws<DataFileException>(() => ImageFolder.Read(folder, options)).Message;
    }

    [Fact]
    public void Cancelling_stops_the_reading()
    {
        Write("a.png", 4, 4, 1, 1);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() => ImageFolder.Read(_folder.Path, cancellation: cancellation.Token));
    }

    private void Write(string name, int height, int width, int channels, byte value)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        PngFile.Write(_folder[name], new Picture(height, width, channels, Enumerable.Repeat(value, height * width * channels).ToArray()));
    }
}
