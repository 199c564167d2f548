using System.Buffers.Binary;
using System.IO.Hashing;
using Kindred.Datasets;
using Kindred.Datasets.Images;

namespace Kindred.Tests.Datasets.Images;

/// <summary>PNG files turned in all ways; JPEG and WebP are turned by what Pillow wrote, among the fixtures.</summary>
public sealed class OrientationTests
{
    public static TheoryData<int, bool, bool> Ways
    {
        get
        {
            var ways = new TheoryData<int, bool, bool>();
            for (var orientation = 1; orientation <= 8; orientation++)
            {
                foreach (var big in new[] { false, true })
                {
                    ways.Add(orientation, big, true);
                    ways.Add(orientation, big, false);
                }
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_turned_PNG_is_upright_in_either_order_of_bytes_wherever_it_says_so(int orientation, bool bigEndian, bool before)
    {
        // as it lies in the file; its pixels are numbered
        var upright = new Picture(2, 3, 1, new byte[] { 1, 2, 3, 4, 5, 6 });
        byte[] lying = orientation switch
        {
            1 => [1, 2, 3, 4, 5, 6],
            2 => [3, 2, 1, 6, 5, 4],
            3 => [6, 5, 4, 3, 2, 1],
            4 => [4, 5, 6, 1, 2, 3],
            5 => [1, 4, 2, 5, 3, 6],
            6 => [3, 6, 2, 5, 1, 4],
            7 => [6, 3, 5, 2, 4, 1],
            _ => [4, 1, 5, 2, 6, 3],
        };
        var (height, width) = orientation >= 5 ? (3, 2) : (2, 3);
        var file = WithChunk(PngFile.Encode(new Picture(height, width, 1, lying)), Exif(orientation, bigEndian), before);

        Assert.Equal(upright.Samples.ToArray(), ImageFile.Decode(file, "turned.png").Samples.ToArray());
        Assert.Equal(new ImageSize(2, 3), ImageFile.ReadHeader(file, "turned.png").Size);
        using var image = ImageFile.Open(file, "turned.png", ImageFit.Stretch, new ImageSize(2, 3));
        var rows = ImageResampling.Resize(image, 1, Orientation.Lying(new ImageSize(2, 3), image.Orientation), ImageFit.Stretch);
        Assert.Equal([1, 2, 3, 4, 5, 6], Orientation.Undo(rows, new ImageShape(2, 3, 1), image.Orientation));
    }

    [Fact]
    public void What_makes_no_sense_turns_nothing()
    {
        var file = PngFile.Encode(new Picture(2, 3, 1, new byte[6]));
        Assert.Equal(1, Of(WithChunk(file, Exif(9, false), before: true)));
        Assert.Equal(1, Of(WithChunk(file, [.. "II*\0"u8], before: true)));
        var wrong = WithChunk(file, Exif(6, false), before: true);
        wrong[33 + 8] ^= 1;  // a chunk without its checksum is passed over
        Assert.Equal(1, Of(wrong));
        wrong = WithChunk(file, Exif(6, false), before: true);
        BinaryPrimitives.WriteUInt32BigEndian(wrong.AsSpan(33), uint.MaxValue - 3);
        Assert.Equal(1, Of(wrong));
        Assert.Equal(6, Of(WithChunk(file, [.. "Exif\0\0"u8, .. Exif(6, false)], before: false)));

        static int Of(byte[] png) => Orientation.Of(png, ImageFormat.Png);
    }

    private static byte[] Exif(int orientation, bool bigEndian)
    {
        var exif = new byte[26];
        (bigEndian ? "MM\0*"u8 : "II*\0"u8).CopyTo(exif);
        Write32(4, 8);
        Write16(8, 1);
        Write16(10, 0x0112);
        Write16(12, 3);
        Write32(14, 1);
        Write16(18, orientation);
        return exif;

        void Write16(int at, int value) => (bigEndian ? (Action<byte[], int, ushort>)((b, i, v) => BinaryPrimitives.WriteUInt16BigEndian(b.AsSpan(i), v))
            : (b, i, v) => BinaryPrimitives.WriteUInt16LittleEndian(b.AsSpan(i), v))(exif, at, (ushort)value);
        void Write32(int at, int value)
        {
            Write16(bigEndian ? at + 2 : at, value);
        }
    }

    private static byte[] WithChunk(byte[] png, byte[] content, bool before)
    {
        var chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        "eXIf"u8.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + content.Length)));
        var at = before ? 33 : png.Length - 12;  // after the header, or before the end
        return [.. png[..at], .. chunk, .. png[at..]];
    }
}
