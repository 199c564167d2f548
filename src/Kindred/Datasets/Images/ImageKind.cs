namespace Kindred.Datasets.Images;

/// <summary>Pictures that are read, by what their files begin with.</summary>
internal enum ImageFormat
{
    Png,
    Jpeg,
    Gif,
    WebP,
    Bmp,
    Tiff,
}

/// <summary>What a file is by its first bytes, whatever its name: a picture that is read, one that is not, or neither.</summary>
/// <param name="Format">Null for what is not read.</param>
/// <param name="Other">A picture that is not read, as it stands after "this is"; null for all others.</param>
internal readonly record struct ImageKind(ImageFormat? Format, string? Other)
{
    /// <summary>So many bytes of a file tell what it is.</summary>
    public const int Needed = 64;

    private static readonly HashSet<string> ReadExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".apng", ".jpg", ".jpeg", ".jpe", ".jfif", ".jfi", ".jif", ".pjpeg", ".pjp", ".gif", ".webp", ".bmp", ".dib", ".tif", ".tiff",
    };

    /// <summary>Names of pictures that are not read, and what these are.</summary>
    private static readonly Dictionary<string, string> OtherExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".heic"] = Heic,
        [".heif"] = Heic,
        [".hif"] = Heic,
        [".avif"] = "an AVIF image",
        [".jxl"] = "a JPEG XL image",
        [".jp2"] = Jpeg2000,
        [".j2k"] = Jpeg2000,
        [".jpx"] = Jpeg2000,
        [".jpf"] = Jpeg2000,
        [".psd"] = "a Photoshop image",
        [".ico"] = "an icon",
        [".svg"] = "an SVG drawing",
        [".tga"] = "a Targa image",
        [".exr"] = "an OpenEXR image",
        [".hdr"] = "a Radiance image",
        [".pbm"] = Netpbm,
        [".pgm"] = Netpbm,
        [".ppm"] = Netpbm,
        [".pnm"] = Netpbm,
        [".dng"] = Raw,
        [".cr2"] = Raw,
        [".cr3"] = Raw,
        [".nef"] = Raw,
        [".arw"] = Raw,
        [".raf"] = Raw,
        [".orf"] = Raw,
        [".rw2"] = Raw,
        [".dcm"] = "a DICOM image",
    };

    internal const string Raw = "a camera's raw image";

    private const string Heic = "a HEIC image", Jpeg2000 = "a JPEG 2000 image", Netpbm = "a Netpbm image";

    public static ReadOnlySpan<byte> PngSignature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static ReadOnlySpan<byte> JpegSignature => [0xFF, 0xD8, 0xFF];

    /// <summary>What a file is that begins so.</summary>
    public static ImageKind Of(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith(PngSignature))
            return new ImageKind(ImageFormat.Png, null);
        if (start.StartsWith(JpegSignature))
            return new ImageKind(ImageFormat.Jpeg, null);
        if (start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8))
            return new ImageKind(ImageFormat.Gif, null);
        if (start.StartsWith("RIFF"u8) && start.Length >= 12 && start[8..].StartsWith("WEBP"u8))
            return new ImageKind(ImageFormat.WebP, null);
        if (start.StartsWith("II*\0"u8) || start.StartsWith("MM\0*"u8))
            return new ImageKind(ImageFormat.Tiff, null);
        return IsBmp(start) ? new ImageKind(ImageFormat.Bmp, null) : new ImageKind(null, OtherOf(start));
    }

    /// <summary>Whether files of this name are pictures that are read.</summary>
    public static bool IsNamedAsRead(string path) => ReadExtensions.Contains(Path.GetExtension(path));

    /// <summary>What a file of this name is, if a picture that is not read; null for all others.</summary>
    public static string? OtherByName(string path) => OtherExtensions.GetValueOrDefault(Path.GetExtension(path));

    /// <summary>Why such a picture is left out, and what to do.</summary>
    public static string Sentence(string other) =>
        $"this is {other}, which is not read; PNG, JPEG, WebP, GIF, BMP and TIFF are. ImageMagick makes one of these from it: magick FILE FILE.png.";

    /// <summary>Several of them: "a HEIC image" → "HEIC images".</summary>
    public static string Plural(string other) => other[(other.IndexOf(' ', StringComparison.Ordinal) + 1)..] + "s";

    private static string? OtherOf(ReadOnlySpan<byte> start)
    {
        if (start.Length >= 12 && start[4..].StartsWith("ftyp"u8))
            return OfBrand(start[8..12]);
        if (start.StartsWith("II+\0"u8) || start.StartsWith("MM\0+"u8))
            return "a BigTIFF image";
        if (start.StartsWith("\0\0\0\x0CJXL "u8) || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]))
            return "a JPEG XL image";
        if (start.StartsWith("\0\0\0\x0CjP  "u8) || start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51]))
            return Jpeg2000;
        if (IsBareBitmap(start))
            return "a headerless DIB bitmap";
        if (start.StartsWith("8BPS"u8))
            return "a Photoshop image";
        return start.StartsWith((ReadOnlySpan<byte>)[0x76, 0x2F, 0x31, 0x01]) ? "an OpenEXR image" : null;
    }

    /// <summary>ISO/IEC 14496-12 files name what they hold; films are no pictures.</summary>
    private static string? OfBrand(ReadOnlySpan<byte> brand)
    {
        if (brand.StartsWith("avi"u8))
            return "an AVIF image";
        if (brand.StartsWith("crx"u8))
            return Raw;
        return brand.StartsWith("he"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8) ? Heic : null;
    }

    /// <summary>What a BMP file has behind its first 14 bytes, as programs pass it to each other: the size of the header, width, height, one plane and the bits of a pixel.</summary>
    private static bool IsBareBitmap(ReadOnlySpan<byte> start) =>
        start.Length >= 16 && start[0] is 40 or 52 or 56 or 108 or 124 && start[1..4].SequenceEqual("\0\0\0"u8) && start[12..14].SequenceEqual("\u0001\0"u8)
        && start[14] is 1 or 4 or 8 or 16 or 24 or 32 && start[15] == 0;

    /// <summary>Two letters prove little: the four bytes kept empty and the size of the header do.</summary>
    private static bool IsBmp(ReadOnlySpan<byte> start) =>
        start.Length >= 18 && start.StartsWith("BM"u8) && start[6..10].SequenceEqual("\0\0\0\0"u8) && start[15..18].SequenceEqual("\0\0\0"u8)
        && start[14] is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;
}

/// <summary>A picture, but of a kind that is not read: nothing is wrong with the file.</summary>
internal sealed class OtherImageException(string other) : Exception(ImageKind.Sentence(other));
