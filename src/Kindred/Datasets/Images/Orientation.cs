using System.Buffers.Binary;
using System.IO.Hashing;

namespace Kindred.Datasets.Images;

/// <summary>How a camera was held, as it notes it in a JPEG, PNG or WebP file: the picture has to be turned before anybody looks at it.</summary>
/// <remarks>Exif 2.32, 4.6.4, tag 0112: 1 upright, 2 mirrored, 3 upside down, 4 both, 5 to 8 the same with rows and columns swapped.
/// PNG, third edition, 11.3.2.5: a chunk eXIf, before or after the pixels. WebP container: a chunk EXIF.</remarks>
internal static class Orientation
{
    public const int Upright = 1;

    private const int Marker = 0xFF, ExifSegment = 0xE1, ScanSegment = 0xDA;
    private const int OrientationTag = 0x0112, ShortType = 3, EntryLength = 12;

    private static ReadOnlySpan<byte> ExifName => "Exif\0\0"u8;

    /// <summary>1 to 8; 1 where the file says nothing sensible.</summary>
    public static int Of(ReadOnlySpan<byte> file, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => OfExif(InJpeg(file)),
        ImageFormat.Png => OfExif(InChunks(file[Math.Min(8, file.Length)..], "eXIf"u8, isPng: true)),
        ImageFormat.WebP => OfExif(InChunks(file[Math.Min(12, file.Length)..], "EXIF"u8, isPng: false)),
        ImageFormat.Tiff => OfExif(file),
        _ => Upright,
    };

    public static bool Swaps(int orientation) => orientation >= 5;

    /// <summary>The size in the file of a picture that is so large upright; or the other way round.</summary>
    public static ImageSize Lying(ImageSize size, int orientation) => Swaps(orientation) ? new ImageSize(size.Width, size.Height) : size;

    /// <summary>Samples as they were seen: of <paramref name="shape"/> once they are turned.</summary>
    public static T[] Undo<T>(T[] samples, ImageShape shape, int orientation)
    {
        if (orientation == Upright)
            return samples;
        var (height, width, channels) = Swaps(orientation) ? (shape.Width, shape.Height, shape.Channels) : (shape.Height, shape.Width, shape.Channels);
        var turned = new T[samples.Length];
        for (var y = 0; y < shape.Height; y++)
        {
            for (var x = 0; x < shape.Width; x++)
            {
                var (row, column) = orientation switch
                {
                    2 => (y, width - 1 - x),
                    3 => (height - 1 - y, width - 1 - x),
                    4 => (height - 1 - y, x),
                    5 => (x, y),
                    6 => (height - 1 - x, y),
                    7 => (height - 1 - x, width - 1 - y),
                    _ => (x, width - 1 - y),
                };
                samples.AsSpan(((row * width) + column) * channels, channels).CopyTo(turned.AsSpan(((y * shape.Width) + x) * channels));
            }
        }

        return turned;
    }

    private static ReadOnlySpan<byte> InJpeg(ReadOnlySpan<byte> jpeg)
    {
        for (var at = 2; at + 4 <= jpeg.Length && jpeg[at] == Marker && jpeg[at + 1] != ScanSegment;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            var segment = jpeg[(at + 4)..Math.Clamp(at + 2 + length, at + 4, jpeg.Length)];
            if (jpeg[at + 1] == ExifSegment && segment.StartsWith(ExifName))
                return segment;
            at += 2 + Math.Max(2, (int)length);
        }

        return [];
    }

    /// <summary>The content of the first chunk of that name. A chunk has a length and a name; in PNG big-endian, the length first, and a checksum at the end, which must hold.</summary>
    private static ReadOnlySpan<byte> InChunks(ReadOnlySpan<byte> chunks, ReadOnlySpan<byte> name, bool isPng)
    {
        while (chunks.Length >= 8)
        {
            long length = isPng ? BinaryPrimitives.ReadUInt32BigEndian(chunks) : BinaryPrimitives.ReadUInt32LittleEndian(chunks[4..]);
            var ending = isPng ? 4 : length & 1;
            if (length + ending > chunks.Length - 8)
                return [];
            var content = chunks.Slice(8, (int)length);
            if (chunks.Slice(isPng ? 4 : 0, 4).SequenceEqual(name) && (!isPng || Crc32.HashToUInt32(chunks.Slice(4, (int)length + 4)) == BinaryPrimitives.ReadUInt32BigEndian(chunks[(8 + (int)length)..])))
                return content;
            chunks = chunks[(int)(8 + length + ending)..];
        }

        return [];
    }

    private static int OfExif(ReadOnlySpan<byte> tiff)
    {
        if (tiff.StartsWith(ExifName))
            tiff = tiff[ExifName.Length..];
        var little = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || !(little || tiff.StartsWith("MM\0*"u8)))
            return Upright;
        var directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
            return Upright;
        var entries = tiff[(int)directory..];
        var count = Number(entries, little);
        entries = entries[2..];
        for (; count > 0 && entries.Length >= EntryLength; count--, entries = entries[EntryLength..])
        {
            if (Number(entries, little) == OrientationTag && Number(entries[2..], little) == ShortType)
                return Number(entries[8..], little) is var orientation and >= 1 and <= 8 ? orientation : Upright;
        }

        return Upright;
    }

    private static int Number(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
}
