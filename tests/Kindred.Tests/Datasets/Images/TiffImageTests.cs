using Kindred.Datasets;
using Kindred.Datasets.Images;

namespace Kindred.Tests.Datasets.Images;

/// <summary>TIFF files against what Pillow, which wrote them, reads (tests/fixtures/make_tiff_fixtures.py).</summary>
public sealed class TiffImageTests
{
    private static readonly Dictionary<string, Picture> Expected = File.ReadLines(ImageFixtures.PathOf("tiff/expected.txt"))
        .Select(line => line.Split(' '))
        .ToDictionary(parts => parts[0], parts => new Picture(int.Parse(parts[1]), int.Parse(parts[2]), int.Parse(parts[3]), Convert.FromHexString(parts[4])));

    public static TheoryData<string> Names => [.. Expected.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Every_compression_depth_and_orientation_is_read_as_Pillow_reads_it(string name)
    {
        var expected = Expected[name];
        var tolerance = name.Contains("jpeg", StringComparison.Ordinal) ? 8 : name == "opacity.tif" ? 1 : 0;

        var picture = Decode(name);

        Assert.Equal((expected.Height, expected.Width, expected.Channels), (picture.Height, picture.Width, picture.Channels));
        for (var i = 0; i < expected.Samples.Length; i++)
            Assert.InRange(picture.Samples[i] - expected.Samples[i], -tolerance, tolerance);
        var header = ImageFile.ReadHeader(Bytes(name), name);
        Assert.Equal((new ImageSize(expected.Height, expected.Width), expected.Channels == 1), (header.Size, header.IsGrey));
    }

    [Fact]
    public void Colours_packed_as_JPEG_are_near_those_that_were_packed()
    {
        var (packed, plain) = (Decode("colour-jpeg.tif"), Expected["colour-raw.tif"]);
        var sum = 0;
        for (var i = 0; i < plain.Samples.Length; i++)
            sum += Math.Abs(packed.Samples[i] - plain.Samples[i]);
        Assert.InRange((double)sum / plain.Samples.Length, 0, 8);
    }

    [Theory]
    [InlineData("deep-tiff_lzw.tif")]
    [InlineData("big-endian.tif")]
    public void All_sixteen_bits_count(string name)
    {
        using var image = ImageFile.Open(Bytes(name), name, ImageFit.Stretch, new ImageSize(21, 35));
        var row = new float[35];
        image.Read(2, 1, row);

        Assert.Equal(ushort.MaxValue, image.White);
        Assert.Equal([.. Enumerable.Range(0, 35).Select(x => 4000f + (37 * x))], row);
        Assert.True(ImageFile.ReadHeader(Bytes(name), name).IsDeep);
    }

    [Theory]
    [InlineData("float.tif", "32 bits a sample", "saved again as PNG of 16 bits, or as an array of NumPy")]
    public void Varieties_that_are_not_read_are_called_what_they_are(string name, string problem, string remedy)
    {
        var message = Assert.Throws<DataFileException>(() => Decode(name)).Message;
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.Contains(remedy, message, StringComparison.Ordinal);
        Assert.DoesNotContain("damaged", message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void What_is_cut_short_is_named(string name)
    {
        var file = Bytes(name);
        foreach (var share in (double[])[0.05, 0.3, 0.6, 0.9])
        {
            if (name == "pages.tif" && share > 0.4)
                continue;  // the first page is whole
            Assert.Contains("cut short", Assert.Throws<DataFileException>(() => ImageFile.Decode(file.AsSpan(0, (int)(file.Length * share)), name)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("grey-packbits.tif", 1, 16L << 20)]
    [InlineData("colour-tiff_lzw.tif", 2, 16L << 20)]
    [InlineData("deep-tiff_adobe_deflate.tif", 3, 16L << 20)]
    [InlineData("palette.tif", 4, 16L << 20)]
    [InlineData("tiles.tif", 5, 16L << 20)]
    [InlineData("colour-jpeg.tif", 6, 1L << 30)]  // a row of white takes a bit or two: no promise is too large to be kept
    [InlineData("bits-group4.tif", 7, 1L << 30)]
    public void Damaged_files_are_read_or_refused(string name, ulong seed, long mostAllocated) => Damages.ReadOrRefuse(Bytes(name), seed, content =>
    {
        try
        {
            _ = ImageFile.Decode(content.ReadAll(), content.Name);
        }
        catch (OtherImageException)
        {
            // what tells kinds of images apart was damaged
        }
    }, count: 2000, mostAllocated);

    [Fact]
    public void Too_many_pixels_are_refused_before_room_is_made()
    {
        var file = Bytes("grey-raw.tif");
        var at = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0, 1, 4, 0]) is >= 0 and var wide ? wide : file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0, 1, 3, 0]);
        file[at + 2] = 4;
        BitConverter.TryWriteBytes(file.AsSpan(at + 8), 1 << 27);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("pixels", Assert.Throws<DataFileException>(() => ImageFile.Decode(file, "f")).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void A_raw_image_of_a_camera_is_no_picture_of_its_thumbnail()
    {
        var file = Bytes("grey-raw.tif");
        var at = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[22, 1]);  // rows of a strip, of which there is one
        (file[at], file[at + 1]) = (0x12, 0xC6);  // version of the Digital Negative

        Assert.Contains("raw image", Assert.Throws<OtherImageException>(() => ImageFile.Decode(file, "a.dng")).Message, StringComparison.Ordinal);
    }

    private static byte[] Bytes(string name) => File.ReadAllBytes(ImageFixtures.PathOf($"tiff/{name}"));

    private static Picture Decode(string name) => ImageFile.Decode(Bytes(name), name);
}
