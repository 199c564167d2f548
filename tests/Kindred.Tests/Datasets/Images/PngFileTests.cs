using System.Buffers.Binary;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Tests.Datasets.Images;

public sealed class PngFileTests
{
    public static TheoryData<string> Names => [.. ImageFixtures.Expected.Keys.Where(name => name.EndsWith(".png", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_colour_type_depth_and_interlacing_decodes_as_elsewhere(string name)
    {
        var expected = ImageFixtures.Expected[name];

        var picture = PngFile.Read(ImageFixtures.PathOf($"images/{name}"));

        Assert.Equal((expected.Height, expected.Width, expected.Channels), (picture.Height, picture.Width, picture.Channels));
        Assert.Equal(expected.Samples.ToArray(), picture.Samples.ToArray());
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 28, 28)]
    [InlineData(2, 5, 9)]
    [InlineData(3, 17, 4)]
    [InlineData(4, 100, 333)]
    public void What_is_written_is_read_again(int channels, int height, int width)
    {
        var rng = new Rng(7);
        byte[] samples = [.. Enumerable.Range(0, height * width * channels).Select(_ => (byte)rng.NextInt(256))];

        var picture = PngDecoder.Decode(PngFile.Encode(new Picture(height, width, channels, samples)), "written");

        Assert.Equal((height, width, channels), (picture.Height, picture.Width, picture.Channels));
        Assert.Equal(samples, picture.Samples.ToArray());
    }

    [Fact]
    public void A_file_is_refused_wherever_it_was_cut()
    {
        var whole = File.ReadAllBytes(ImageFixtures.PathOf("images/c3d4i11x13.png"));
        for (var length = 0; length < whole.Length; length++)
        {
            var error = Assert.Throws<DataFileException>(() => PngDecoder.Decode(whole.AsMemory(0, length), "cut"));
            Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Any_changed_byte_is_noticed()
    {
        var whole = File.ReadAllBytes(ImageFixtures.PathOf("images/c2d8n11x13.png"));
        for (var at = 0; at < whole.Length; at++)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x10;
            Assert.Throws<DataFileException>(() => PngDecoder.Decode(changed, "changed"));
        }
    }

    [Theory]
    [InlineData(0, 1, 8, 0, 0, "promises 0 x 1 pixels")]
    [InlineData(1, -1, 8, 0, 0, "promises 1 x -1 pixels")]
    [InlineData(1 << 20, 1 << 20, 8, 0, 0, "promises 1048576 x 1048576 pixels")]
    [InlineData(2, 2, 3, 0, 0, "3 bits a sample; colour type 0 needs 1, 2, 4, 8 or 16")]
    [InlineData(2, 2, 16, 3, 0, "16 bits a sample; colour type 3 needs 1, 2, 4 or 8")]
    [InlineData(2, 2, 8, 1, 0, "colour type 1")]
    [InlineData(2, 2, 8, 0, 2, "interlacing 2")]
    [InlineData(2, 2, 8, 3, 0, "no palette")]
    [InlineData(10_000, 10_000, 8, 6, 0, "promises 10000 x 10000 pixels, but not all are there")]
    [InlineData(9_000, 9_000, 1, 0, 1, "but not all are there")]
    public void A_header_that_cannot_be_is_refused_before_anything_is_reserved(int width, int height, byte depth, byte colour, byte interlaced, string sentence)
    {
        var file = PngFile.Encode(new Picture(2, 2, 1, new byte[4]));
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        (file[24], file[25], file[28]) = (depth, colour, interlaced);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), Crc32.Of(file.AsSpan(12, 17)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<DataFileException>(() => PngDecoder.Decode(file, "x.png"));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_no_PNG_are_refused_in_a_sentence()
    {
        Assert.Contains("not a PNG file", Assert.Throws<DataFileException>(() => PngDecoder.Decode("GIF89a"u8.ToArray(), "x")).Message, StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<DataFileException>(() => PngFile.Read("/no/such.png")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_read_right_or_refused() => Damages.ReadOrRefuse(
        File.ReadAllBytes(ImageFixtures.PathOf("images/pillow-RGBA.png")), seed: 5, content =>
        {
            using var copy = new MemoryStream();
            content.Stream.CopyTo(copy);
            var picture = PngDecoder.Decode(copy.ToArray(), content.Name);
            // every chunk has a checksum: what passes is the picture, unless the damage wrote a new one right
            Assert.Equal(ImageFixtures.Expected["pillow-RGBA.png"].Samples.ToArray(), picture.Samples.ToArray());
        });

    [Fact]
    public void Damage_behind_right_checksums_is_refused_or_gives_some_picture()
    {
        foreach (var name in new[] { "c3d4i11x13.png", "t2d16.png", "c0d1n11x13.png", "pillow-LA.png" })
        {
            Damages.ReadOrRefuse(File.ReadAllBytes(ImageFixtures.PathOf($"images/{name}")), seed: 6, content =>
            {
                using var copy = new MemoryStream();
                content.Stream.CopyTo(copy);
                var bytes = copy.ToArray();
                CorrectChecksums(bytes);
                var picture = PngDecoder.Decode(bytes, content.Name);
                Assert.Equal(picture.Height * picture.Width * picture.Channels, picture.Samples.Length);
            });
        }
    }

    private static void CorrectChecksums(byte[] file)
    {
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12)
                return;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), Crc32.Of(file.AsSpan(at + 4, (int)length + 4)));
            at += (int)length + 12;
        }
    }
}
