using System.Buffers.Binary;

namespace Kindred.Datasets.Images;

/// <summary>How a camera was held, as it notes it in a JPEG file: the picture has to be turned before anybody looks at it.</summary>
/// <remarks>Exif 2.32, 4.6.4, tag 0112: 1 upright, 2 mirrored, 3 upside down, 4 both, 5 to 8 the same with rows and columns swapped.</remarks>
internal static class Orientation
{
    public const int Upright = 1;

    private const int Marker = 0xFF, ExifSegment = 0xE1, ScanSegment = 0xDA;
    private const int OrientationTag = 0x0112, ShortType = 3, EntryLength = 12;

    private static ReadOnlySpan<byte> ExifName => "Exif\0\0"u8;

    /// <summary>1 to 8; 1 where the file says nothing sensible.</summary>
    public static int Of(ReadOnlySpan<byte> jpeg)
    {
        for (var at = 2; at + 4 <= jpeg.Length && jpeg[at] == Marker && jpeg[at + 1] != ScanSegment;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(jpeg[(at + 2)..]);
            var segment = jpeg[(at + 4)..Math.Clamp(at + 2 + length, at + 4, jpeg.Length)];
            if (jpeg[at + 1] == ExifSegment && segment.StartsWith(ExifName))
                return OfExif(segment[ExifName.Length..]);
            at += 2 + Math.Max(2, (int)length);
        }

        return Upright;
    }

    public static bool Swaps(int orientation) => orientation >= 5;

    /// <summary>The picture as it was seen.</summary>
    public static Picture Undo(Picture picture, int orientation)
    {
        if (orientation == Upright)
            return picture;
        var (height, width, channels) = (picture.Height, picture.Width, picture.Channels);
        var (newHeight, newWidth) = Swaps(orientation) ? (width, height) : (height, width);
        var turned = new byte[picture.Samples.Length];
        for (var y = 0; y < newHeight; y++)
        {
            for (var x = 0; x < newWidth; x++)
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
                picture.Samples.Slice(((row * width) + column) * channels, channels).CopyTo(turned.AsSpan(((y * newWidth) + x) * channels));
            }
        }

        return new Picture(newHeight, newWidth, channels, turned);
    }

    private static int OfExif(ReadOnlySpan<byte> tiff)
    {
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
