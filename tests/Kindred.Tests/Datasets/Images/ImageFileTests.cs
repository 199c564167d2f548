using Kindred.Datasets;
using Kindred.Datasets.Images;

namespace Kindred.Tests.Datasets.Images;

public sealed class ImageFileTests
{
    public static TheoryData<string> Lossless => [.. ImageFixtures.Expected.Keys.Where(name => !IsLossy(name))];

    public static TheoryData<string> Lossy => [.. ImageFixtures.Expected.Keys.Where(IsLossy)];

    [Theory]
    [MemberData(nameof(Lossless))]
    public void Every_kind_of_image_decodes_as_elsewhere(string name) => AssertDecodes(name, name.Contains("d16", StringComparison.Ordinal) ? 2 : 0);  // Skia cuts what it lays over white

    [Theory]
    [MemberData(nameof(Lossy))]
    public void Every_kind_of_compressed_image_decodes_nearly_as_elsewhere(string name) =>
        AssertDecodes(name, name == "print.jpg" ? 12 : 4);  // inks become light in more than one way

    [Theory]
    [InlineData(20, 28, 20, 28)]
    [InlineData(10, 10, 10, 14)]
    [InlineData(1, 1, 5, 7)]
    [InlineData(21, 1, 40, 56)]
    [InlineData(100, 100, 40, 56)]
    public void Large_JPEG_images_come_smaller_but_never_smaller_than_asked(int height, int width, int expectedHeight, int expectedWidth)
    {
        var picture = ImageFile.Read(ImageFixtures.PathOf("images/colour.jpg"), new ImageSize(height, width));

        Assert.Equal((expectedHeight, expectedWidth), (picture.Height, picture.Width));
        var shrunk = ImageFixtures.Expected["colour.jpg"].Resize(expectedHeight, expectedWidth);
        Assert.InRange(shrunk.Samples.ToArray().Zip(picture.Samples.ToArray()).Average(pair => Math.Abs(pair.First - pair.Second)), 0, 3);
    }

    [Fact]
    public void A_turned_image_has_the_size_its_header_is_said_to_have()
    {
        var file = ImageFixtures.Bytes("turned6.jpg");

        Assert.Equal(new ImageSize(24, 16), ImageFile.ReadHeader(file, "turned6.jpg").Size);
        Assert.Equal((12, 8), (ImageFile.Decode(file, "turned6.jpg", new ImageSize(12, 5)).Height, ImageFile.Decode(file, "turned6.jpg", new ImageSize(12, 5)).Width));
    }

    [Theory]
    [InlineData("colour.jpg", 2, 2)]
    [InlineData("progressive.jpg", 2, 2)]
    [InlineData("grey.jpg", 2, 2)]
    [InlineData("lossless.webp", 0, 8)]
    [InlineData("few.gif", 1, 8)]
    [InlineData("colour.bmp", 0, 0)]
    [InlineData("pillow-RGB.png", 16, 16)]  // its end, and one of the two checksums of its pixels
    [InlineData("c3d4i11x13.png", 16, 16)]
    public void A_file_is_read_whole_or_refused_wherever_it_was_cut(string name, int end, int mostHarmless)
    {
        var whole = ImageFixtures.Bytes(name);
        var expected = ImageFile.Decode(whole, name).Samples.ToArray();
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                Assert.Equal(expected, ImageFile.Decode(whole.AsSpan(0, length), "cut").Samples.ToArray());
                Assert.InRange(whole.Length - length, 1, mostHarmless);
            }
            catch (DataFileException cut)
            {
                Assert.EndsWith("needed.", cut.Message, StringComparison.Ordinal);
                Assert.InRange(whole.Length - length, end + 1, whole.Length);
            }
        }
    }

    [Theory]
    [InlineData("colour.jpg")]
    [InlineData("progressive.jpg")]
    public void A_JPEG_file_that_was_filled_up_with_zeros_is_refused(string name)
    {
        var whole = ImageFixtures.Bytes(name);
        Array.Clear(whole, whole.Length / 2, whole.Length - (whole.Length / 2));
        Assert.Contains("cut short", Assert.Throws<DataFileException>(() => ImageFile.Decode(whole, name)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("colour.jpg")]
    [InlineData("pillow-RGB.png")]
    [InlineData("few.gif")]
    [InlineData("lossless.webp")]
    public void What_follows_an_image_does_no_harm(string name) =>
        Assert.Equal(ImageFile.Decode(ImageFixtures.Bytes(name), name).Samples.ToArray(), ImageFile.Decode([.. ImageFixtures.Bytes(name), .. "a film of three seconds"u8], name).Samples.ToArray());

    [Theory]
    [InlineData("grey.jpg", 8)]
    [InlineData("progressive.jpg", 9)]
    [InlineData("alpha.webp", 10)]
    [InlineData("moving.gif", 11)]
    [InlineData("colour.bmp", 12)]
    [InlineData("c6d16i11x13.png", 13)]
    [InlineData("t2d16.png", 14)]
    public void Damaged_files_are_read_or_refused(string name, ulong seed) => Damages.ReadOrRefuse(ImageFixtures.Bytes(name), seed, content =>
    {
        try
        {
            var bytes = content.ReadUpTo(1 << 20);
            ImageFile.ReadHeader(bytes, content.Name);
            using var image = ImageFile.Open(bytes, content.Name, ImageFit.Crop, new ImageSize(8, 8));
            ImageResampling.Resize(image, 3, new ImageSize(8, 8), ImageFit.Crop);
        }
        catch (OtherImageException)
        {
            // what tells kinds of images apart was damaged
        }
    }, count: 3000);

    [Fact]
    public void A_small_file_cannot_ask_for_much_memory()
    {
        var whole = ImageFixtures.Bytes("progressive.jpg");
        var frame = whole.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC2]);
        whole.AsSpan(frame + 5, 4).Fill(0x2D);  // 11,565 pixels a side
        Assert.Contains("but not all are there", Assert.Throws<DataFileException>(() => ImageFile.Decode(whole, "bomb.jpg")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0", "HEIC")]
    [InlineData("\u0028\0\0\0\u0010\0\0\0\u0010\0\0\0\u0001\0\u0018\0\0\0", "a headerless DIB bitmap")]
    [InlineData("\0\0\0\u0018ftypavif\0\0\0\0", "AVIF")]
    [InlineData("II+\0\u0008\0\0\0", "BigTIFF")]
    [InlineData("8BPS\0\u0001", "Photoshop")]
    public void Pictures_that_are_not_read_are_called_what_they_are_whatever_their_name(string start, string kind)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("photo.jpg", [.. start.Select(letter => (byte)letter), .. new byte[100]]);
        var message = Assert.Throws<DataFileException>(() => ImageFile.Read(path)).Message;
        Assert.Contains(kind, message, StringComparison.Ordinal);
        Assert.Contains("ImageMagick", message, StringComparison.Ordinal);
        Assert.DoesNotContain("damage", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_image_is_refused_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no image, whatever its name", Assert.Throws<DataFileException>(() => ImageFile.Read(folder.Write("a.png", "text"))).Message, StringComparison.Ordinal);
        Assert.Contains("is empty", Assert.Throws<DataFileException>(() => ImageFile.Read(folder.Write("b.png", ""))).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<DataFileException>(() => ImageFile.Read(folder["c.png"])).Message, StringComparison.Ordinal);
        Assert.Equal(default, ImageKind.Of("BMW,Audi,Opel\n1,2,3\n4,5,6\n"u8));
    }

    private static void AssertDecodes(string name, int tolerance)
    {
        var expected = ImageFixtures.Expected[name].ToRgb();
        var file = ImageFixtures.Bytes(name);

        var picture = ImageFile.Decode(file, name);

        Assert.Equal(ImageFile.ReadHeader(file, name).Size, new ImageSize(picture.Height, picture.Width));
        Assert.Equal((expected.Height, expected.Width), (picture.Height, picture.Width));
        foreach (var (want, got) in expected.Samples.ToArray().Zip(picture.ToRgb().Samples.ToArray()))
            Assert.InRange(got, want - tolerance, want + tolerance);
    }

    private static bool IsLossy(string name) => name.EndsWith(".jpg", StringComparison.Ordinal) || name == "lossy.webp";
}
