using System.Buffers.Binary;
using System.IO.Hashing;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Tests.Datasets.Images;

public sealed class PngFileTests
{
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

        var picture = ImageFile.Decode(PngFile.Encode(new Picture(height, width, channels, samples)), "written");

        Assert.Equal(new Picture(height, width, channels, samples).ToRgb().Samples.ToArray(), picture.ToRgb().Samples.ToArray());
        Assert.Equal((height, width), (picture.Height, picture.Width));
    }

    [Fact]
    public void Damage_that_costs_no_pixel_is_passed_over_and_other_damage_noticed()
    {
        var whole = ImageFixtures.Bytes("c2d8n11x13.png");
        var expected = ImageFile.Decode(whole, "whole").Samples.ToArray();
        var read = 0;
        for (var at = 0; at < whole.Length; at++)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x10;
            try
            {
                Assert.Equal(expected, ImageFile.Decode(changed, "changed").Samples.ToArray());
                read++;
            }
            catch (DataFileException)
            {
                Assert.InRange(at, 0, whole.Length - 5);  // never for the checksum of its end
            }
        }

        Assert.InRange(read, 40, 60);  // the text, its checksum, the checksum of the pixels, which have one of their own, and the end
    }

    [Theory]
    [InlineData(0, 1, 8, 0, 0, "promises 0 x 1 pixels")]
    [InlineData(1, -1, 8, 0, 0, "promises 1 x -1 pixels")]
    [InlineData(1 << 20, 1 << 20, 8, 0, 0, "promises 1048576 x 1048576 pixels")]
    [InlineData(2, 2, 3, 0, 0, "3 bits a sample; colour type 0 needs 1, 2, 4, 8 or 16")]
    [InlineData(2, 2, 16, 3, 0, "16 bits a sample; colour type 3 needs 1, 2, 4 or 8")]
    [InlineData(2, 2, 8, 1, 0, "colour type 1")]
    [InlineData(2, 2, 8, 0, 2, "interlacing 2")]
    [InlineData(2, 2, 8, 3, 0, "damaged")]  // a palette is missing
    [InlineData(10_000, 10_000, 8, 6, 0, "promises 10000 x 10000 pixels, but not all are there")]
    [InlineData(9_000, 9_000, 1, 0, 1, "but not all are there")]
    public void A_header_that_cannot_be_is_refused_before_anything_is_reserved(int width, int height, byte depth, byte colour, byte interlaced, string sentence)
    {
        var file = PngFile.Encode(new Picture(2, 2, 1, new byte[4]));
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(20), height);
        (file[24], file[25], file[28]) = (depth, colour, interlaced);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(29), Crc32.HashToUInt32(file.AsSpan(12, 17)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var error = Assert.Throws<DataFileException>(() => ImageFile.Decode(file, "x.png"));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_read_right_or_refused() => Damages.ReadOrRefuse(
        ImageFixtures.Bytes("pillow-RGBA.png"), seed: 5, content =>
        {
            // every chunk has a checksum: what passes is the picture, unless the damage wrote a new one right
            var picture = ImageFile.Decode(content.ReadUpTo(1 << 20), content.Name);
            Assert.Equal(ImageFixtures.Expected["pillow-RGBA.png"].Samples.ToArray(), picture.Samples.ToArray());
        });

    [Fact]
    public void Damage_behind_right_checksums_is_refused_or_gives_some_picture()
    {
        foreach (var name in new[] { "c3d4i11x13.png", "t2d16.png", "c0d1n11x13.png", "pillow-LA.png" })
        {
            Damages.ReadOrRefuse(ImageFixtures.Bytes(name), seed: 6, content =>
            {
                var bytes = content.ReadUpTo(1 << 20);
                CorrectChecksums(bytes);
                using var image = ImageFile.Open(bytes, content.Name, ImageFit.Stretch, new ImageSize(3, 3));
                Assert.Equal(27, ImageResampling.Resize(image, 3, new ImageSize(3, 3), ImageFit.Stretch).Length);
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
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at + 8 + (int)length), Crc32.HashToUInt32(file.AsSpan(at + 4, (int)length + 4)));
            at += (int)length + 12;
        }
    }
}
