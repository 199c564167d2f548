namespace Kindred.Datasets.Images;

/// <summary>JPEG files that end before their end mark: whether it is the mark alone that is missing, or pixels too.</summary>
internal static class JpegImage
{
    private const int BlockPixels = 64, BitsOfByte = 8;

    /// <summary>Bytes a pixel that the decoder takes for the coefficients of a progressive image.</summary>
    private const int ProgressiveWorkspace = 6;

    private const int LongestPadding = 16;

    private static readonly byte[] End = [0xFF, 0xD9];

    /// <summary>What a decoder that still wants data would take for such; what has all its data passes it over.</summary>
    private static readonly byte[] Stray = [.. Enumerable.Repeat((byte)0xA5, 512)];

    /// <exception cref="DataFileException">The file is no whole image.</exception>
    public static SkiaImage Decode(ReadOnlySpan<byte> file, string name, int orientation, Func<ImageSize, ImageSize>? needed)
    {
        var structure = JpegStructure.Of(file);
        var pixels = (long)structure.Height * structure.Width;
        if (pixels / BlockPixels > (long)file.Length * BitsOfByte)  // a block takes a bit at least
            throw new DataFileException(name, $"the JPEG header promises {structure.Width} x {structure.Height} pixels, but not all are there; a whole file is needed.");
        var workspace = structure.IsProgressive ? ProgressiveWorkspace : 0;
        if (structure.HasEnd)
            return SkiaImage.Decode(file, name, orientation, workspace, needed);
        if (!structure.HasAllScans)
            throw CutShort(name);
        var body = WithoutPadding(file[..structure.DataEnd]);
        var other = Digest([.. body, .. Stray, .. End], name, workspace, needed);
        var image = SkiaImage.Decode([.. body, .. End], name, orientation, workspace, needed);
        if (image.Digest().AsSpan().SequenceEqual(other))
            return image;
        image.Dispose();
        throw CutShort(name);
    }

    private static byte[] Digest(byte[] file, string name, int workspace, Func<ImageSize, ImageSize>? needed)
    {
        try
        {
            using var image = SkiaImage.Decode(file, name, Orientation.Upright, workspace, needed);
            return image.Digest();
        }
        catch (DataFileException)
        {
            throw CutShort(name);
        }
    }

    /// <summary>Downloads that broke off may be filled up with zeros.</summary>
    private static ReadOnlySpan<byte> WithoutPadding(ReadOnlySpan<byte> data)
    {
        var trimmed = data.TrimEnd((byte)0);
        trimmed = data.Length - trimmed.Length > LongestPadding ? trimmed : data;
        return trimmed.EndsWith((ReadOnlySpan<byte>)[0xFF]) ? trimmed[..^1] : trimmed;  // half a mark
    }

    private static DataFileException CutShort(string name) => new(name, "the JPEG file is cut short; a whole file is needed.");
}
