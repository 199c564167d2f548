namespace Kindred.Datasets.Images;

/// <summary>A picture in a file of a known format, told by its first bytes, whatever its name.</summary>
public static class ImageFile
{
    private static readonly string[] Extensions = [".PNG", ".JPG", ".JPEG"];

    private static ReadOnlySpan<byte> JpegSignature => [0xFF, 0xD8, 0xFF];

    /// <summary>Reads a PNG or, where libjpeg-turbo is installed, a JPEG file, which is turned as its camera was held.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="atLeast">Large JPEG images may come smaller than they are, but not smaller than this; null for their full size.</param>
    /// <exception cref="DataFileException">The file is missing, is no whole image, or is a JPEG and the library is not there.</exception>
    public static Picture Read(string path, ImageSize? atLeast = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Decode(DataFile.ReadAll(path), path, atLeast);
    }

    internal static bool HasKnownExtension(string path) => Extensions.Contains(Path.GetExtension(path).ToUpperInvariant());

    internal static Picture Decode(byte[] file, string name, ImageSize? atLeast = null)
    {
        if (!IsJpeg(file, name))
            return PngDecoder.Decode(file, name);
        RequireLibrary(name);
        var orientation = Orientation.Of(file);
        if (atLeast is { } size && Orientation.Swaps(orientation))
            atLeast = new ImageSize(size.Width, size.Height);
        return Orientation.Undo(TurboJpeg.Decode(file, name, atLeast), orientation);
    }

    /// <summary>The size of the picture and whether it is grey, from its header alone.</summary>
    internal static (ImageSize Size, bool IsGrey) ReadHeader(byte[] file, string name)
    {
        if (!IsJpeg(file, name))
        {
            var png = PngChunks.ReadHeader(file, name);
            return (new ImageSize(png.Height, png.Width), png.Colour is PngColour.Grey or PngColour.GreyAlpha);
        }

        RequireLibrary(name);
        var jpeg = TurboJpeg.ReadHeader(file, name);
        var size = Orientation.Swaps(Orientation.Of(file)) ? new ImageSize(jpeg.Width, jpeg.Height) : new ImageSize(jpeg.Height, jpeg.Width);
        return (size, jpeg.Channels == 1);
    }

    /// <summary>Whether the file is an image that only a library that is not installed could read.</summary>
    internal static bool LacksLibrary(ReadOnlySpan<byte> file) => !TurboJpeg.IsThere && file.StartsWith(JpegSignature);

    private static void RequireLibrary(string name)
    {
        if (!TurboJpeg.IsThere)
            throw new DataFileException(name, "JPEG images need libjpeg-turbo, which is not installed; it comes with the package libturbojpeg0 " +
                "(Debian, Ubuntu), turbojpeg (Fedora) or jpeg-turbo (Homebrew).");
    }

    private static bool IsJpeg(byte[] file, string name)
    {
        if (file.AsSpan().StartsWith(JpegSignature))
            return true;
        if (file.AsSpan().StartsWith(PngChunks.Signature))
            return false;
        var found = file.Length == 0 ? "is empty" : $"begins with {Convert.ToHexString(file.AsSpan(0, Math.Min(8, file.Length)))}";
        throw new DataFileException(name, $"the file {found}; a PNG or JPEG image is needed.");
    }
}
