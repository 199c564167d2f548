using System.Diagnostics;
using Kindred.Datasets;
using Kindred.Datasets.Images;

namespace Kindred.Tests.Datasets.Images;

/// <summary>Folders as people have them.</summary>
public sealed class ImageFolderListingTests : IDisposable
{
    private static readonly byte[] Png = PngFile.Encode(new Picture(4, 6, 1, Enumerable.Range(0, 24).Select(i => (byte)(i * 10)).ToArray()));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train-images-idx3-ubyte.png", "train-images.csv")]
    [InlineData("deep/deeper/a.JPE", "train.csv")]
    [InlineData("photo without a name for its kind", "test.csv")]
    [InlineData("data.txt", "train-labels-idx1-ubyte")]
    public void A_folder_with_an_image_is_one_of_images_whatever_its_files_are_called(string image, string beside)
    {
        Write(image, Png);
        _folder.Write(beside, "1,2\n3,4\n");

        var data = DatasetCatalog.Open(_folder.Path);

        Assert.Equal([image], data.Files!.Paths);
        Assert.Equal(1, data.Files.OtherCount);
    }

    [Fact]
    public void A_folder_without_images_is_the_table_in_it()
    {
        _folder.Write("numbers.csv", "1,2\n3,4\n5,6\n");
        _folder.Write("notes.txt", "BM is how bitmaps begin, and some notes.");
        Assert.Equal(3, DatasetCatalog.Open(_folder.Path).Train.Count);
        _folder.Write("train-images-idx3-ubyte", "no numbers");
        Assert.Equal(3, DatasetCatalog.Open(_folder.Path).Train.Count);
        _folder.Write("more.csv", "1,2\n");
        Assert.Equal(4, DatasetCatalog.Open(_folder.Path).Train.Count);
        _folder.Write("other.csv", "1,2,3\n");
        Assert.Contains("more.csv", Assert.Throws<DataFileException>(() => DatasetCatalog.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_of_other_kinds_are_named_beside_those_that_are_read()
    {
        Write("a.png", Png);
        Write("b.heic", [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[40]]);
        Write("c.jpg", [.. "II+\0"u8, .. new byte[40]]);
        byte[] wide = [.. Png];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(wide.AsSpan(16), 30_000);
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(wide.AsSpan(20), 30_000);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(wide.AsSpan(29), System.IO.Hashing.Crc32.HashToUInt32(wide.AsSpan(12, 17)));
        Write("ca.png", wide);
        Write("d.tiff", "damaged"u8.ToArray());
        Write("e.jpeg", "damaged"u8.ToArray());

        var files = ImageFolder.Read(_folder.Path).Files!;

        Assert.Equal(["b.heic", "c.jpg", "ca.png"], files.LeftOut.Select(file => file.Path));
        string[] reasons = ["a HEIC image", "a BigTIFF image", "a smaller copy is needed"];
        Assert.All(files.LeftOut.Zip(reasons), pair => Assert.Contains(pair.Second, pair.First.Reason, StringComparison.Ordinal));
        Assert.Equal(["d.tiff", "e.jpeg"], files.Skipped.Select(file => file.Path));
    }

    [Fact]
    public void A_folder_of_nothing_but_other_kinds_says_which()
    {
        Write("b.heic", [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[40]]);
        Write("c.heic", [0, 0, 0, 24, .. "ftypmif1"u8, .. new byte[40]]);
        Assert.Contains("2 HEIC images", Assert.Throws<DataFileException>(() => DatasetCatalog.Open(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_file_is_named_and_never_opened()
    {
        if (OperatingSystem.IsWindows())
            return;
        Write("a.png", Png);
        Write("sub/b.png", Png);
        Process.Start("mkfifo", _folder["sub/pipe.png"]).WaitForExit();
        File.CreateSymbolicLink(_folder["endless.jpg"], "/dev/zero");
        File.CreateSymbolicLink(_folder["nowhere.png"], "gone.png");
        Directory.CreateSymbolicLink(_folder["circle"], _folder.Path);

        var files = ImageFolder.Read(_folder.Path).Files!;

        Assert.Equal(["a.png", "sub/b.png"], files.Paths);
        Assert.Equal(["circle", "endless.jpg", "nowhere.png", "sub/pipe.png"], files.LeftOut.Select(file => file.Path));
        string[] reasons = ["a link to a folder", "a device", "leads nowhere", "a named pipe"];
        Assert.All(files.LeftOut.Zip(reasons), pair => Assert.Contains(pair.Second, pair.First.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_are_what_the_file_system_says_they_are()
    {
        if (OperatingSystem.IsWindows())
            return;
        Write("a-\\back.png", Png);
        Write(" spaces .png", Png);
        Write("new\nline.png", Png);
        var odd = Process.Start("bash", ["-c", $"cp '{_folder["a-\\back.png"]}' '{_folder.Path}'/$'stra\\xdfe.png' && mkdir '{_folder.Path}'/$'b\\xe4r'"]);
        odd.WaitForExit();

        var files = ImageFolder.Read(_folder.Path).Files!;
        Process.Start("bash", ["-c", $"rm -r '{_folder.Path}'/b* '{_folder.Path}'/stra*"]).WaitForExit();  // .NET cannot

        Assert.Equal([" spaces .png", "a-\\back.png", "new\nline.png"], files.Paths);
        Assert.Equal(["b\uFFFDr", "stra\uFFFDe.png"], files.LeftOut.Select(file => file.Path));
        Assert.All(files.LeftOut, file => Assert.Contains("not in UTF-8", file.Reason, StringComparison.Ordinal));
        Assert.Contains("not in UTF-8", Assert.Throws<DataFileException>(() => DatasetCatalog.Open(_folder["stra\uFFFDe.png"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_one_file_does_to_a_decoder_the_others_are_read()
    {
        Write("a.png", Png);
        var dictionary = Png.ToArray();
        var pixels = dictionary.AsSpan().IndexOf("IDAT"u8);
        dictionary[pixels + 5] = 0xBB;  // a zlib header that asks for a dictionary
        Write("b.png", dictionary);
        foreach (var name in ImageFixtures.Expected.Keys.Where(name => name.Contains("d16", StringComparison.Ordinal)))
        {
            var damaged = ImageFixtures.Bytes(name);
            damaged[damaged.AsSpan().IndexOf("IDAT"u8) + 5] = 0xBB;
            Write("c-" + name, damaged);
        }

        var files = ImageFolder.Read(_folder.Path, new ImageFolderOptions { Size = new ImageSize(4, 6) }).Files!;

        Assert.Equal(["a.png"], files.Paths);
        Assert.All(files.Skipped, file => Assert.Contains("damaged", file.Reason, StringComparison.Ordinal));
    }

    private void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllBytes(_folder[name], content);
    }
}
