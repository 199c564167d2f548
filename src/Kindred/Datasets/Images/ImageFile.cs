namespace Kindred.Datasets.Images;

/// <summary>A picture in a file of a known format, told by its first bytes, whatever its name.</summary>
public static class ImageFile
{
    private const int LongestFile = 1 << 30;

    /// <summary>Bytes a pixel that decoders take for themselves where a picture comes in pieces that overlap: WebP, GIF, interlaced PNG.</summary>
    private const int Workspace = 4;

    /// <summary>Reads a PNG, JPEG, WebP, GIF, BMP or TIFF file, turned as its camera was held, eight bits a sample; of several pictures in a file the first.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="atLeast">Large images may come smaller than they are, but not smaller than this; null for their full size.</param>
    /// <exception cref="DataFileException">The file is missing, is no whole image, or is one of a kind that is not read.</exception>
    public static Picture Read(string path, ImageSize? atLeast = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Decode(ReadBytes(path), path, atLeast);
        }
        catch (OtherImageException other)
        {
            throw new DataFileException(path, other.Message, other);
        }
    }

    internal static Picture Decode(ReadOnlySpan<byte> file, string name, ImageSize? atLeast = null)
    {
        var format = FormatOf(file, name);
        var orientation = Orientation.Of(file, format);
        ImageSize? lying = atLeast is { } least ? Orientation.Lying(least, orientation) : null;
        if (format == ImageFormat.Tiff)
        {
            using var tiff = new TiffImage(file, name, orientation);
            return tiff.ToPicture(lying);
        }

        using var image = Decode(file, name, format, orientation, lying is { } needed ? _ => needed : null);
        return image.ToPicture(lying);
    }

    /// <summary>All bytes of the file, once its first ones have shown that it is a picture.</summary>
    /// <exception cref="DataFileException">It is none, or cannot be read.</exception>
    /// <exception cref="OtherImageException">It is one of a kind that is not read.</exception>
    internal static byte[] ReadBytes(string path) => DataFile.ReadAll(path, LongestFile, ImageKind.Needed, start => FormatOf(start, path));

    /// <summary>The size of the picture, whether it is grey and how many bits it has, from its header alone.</summary>
    internal static ImageHeader ReadHeader(ReadOnlySpan<byte> file, string name)
    {
        var format = FormatOf(file, name);
        if (format == ImageFormat.Tiff)
        {
            var tiff = TiffImage.ReadHeader(file, name);
            return new ImageHeader(Orientation.Lying(new ImageSize(tiff.Height, tiff.Width), Orientation.Of(file, format)), tiff.IsGrey, tiff.IsDeep);
        }

        var png = format == ImageFormat.Png ? PngChunks.ReadHeader(file, name) : default(PngHeader?);
        var (height, width, isGrey) = png is { } header
            ? (header.Height, header.Width, header.Colour is PngColour.Grey or PngColour.GreyAlpha)
            : SkiaImage.ReadHeader(file, name);
        var size = Orientation.Lying(new ImageSize(height, width), Orientation.Of(file, format));
        return new ImageHeader(size, isGrey, IsDeep(file));
    }

    /// <summary>Whether the file has sixteen bits a sample.</summary>
    internal static bool IsDeep(string path)
    {
        var start = DataFile.ReadStart(path, ImageKind.Needed);
        return ImageKind.Of(start).Format == ImageFormat.Tiff ? TiffImage.ReadHeader(ReadBytes(path), path).IsDeep : IsDeep(start);
    }

    /// <summary>Whether a PNG file that begins so has sixteen bits a sample.</summary>
    internal static bool IsDeep(ReadOnlySpan<byte> start) => start.StartsWith(ImageKind.PngSignature) && start.Length > PngHeader.DepthAt && start[PngHeader.DepthAt] == 16;

    /// <summary>Decodes the picture row by row.</summary>
    /// <param name="file">All of it.</param>
    /// <param name="name">For messages.</param>
    /// <param name="fit">How it will be brought to that size, so that it need not be decoded larger.</param>
    /// <param name="size">Of the upright picture.</param>
    internal static IImageRows Open(ReadOnlySpan<byte> file, string name, ImageFit fit, ImageSize size)
    {
        var format = FormatOf(file, name);
        var orientation = Orientation.Of(file, format);
        var lying = Orientation.Lying(size, orientation);
        return format == ImageFormat.Tiff ? new TiffImage(file, name, orientation)
            : IsDeep(file) ? new DeepPng(file, name, orientation)
            : Decode(file, name, format, orientation, source => Fitting.Of(fit, source, lying).SourceNeeded(source));
    }

    private static ImageFormat FormatOf(ReadOnlySpan<byte> file, string name)
    {
        var kind = ImageKind.Of(file);
        if (kind.Format is { } format)
            return format;
        if (kind.Other is { } other || (other = ImageKind.OtherByName(name)!) is not null)
            throw new OtherImageException(other);
        throw new DataFileException(name, file.IsEmpty ? "the file is empty; an image is needed." : "this is no image, whatever its name; a PNG, JPEG, WebP, GIF, BMP or TIFF image is needed.");
    }

    private static SkiaImage Decode(ReadOnlySpan<byte> file, string name, ImageFormat format, int orientation, Func<ImageSize, ImageSize>? needed) => format switch
    {
        ImageFormat.Jpeg => JpegImage.Decode(file, name, orientation, needed),
        ImageFormat.Png => SkiaImage.Decode(PngChunks.Mended(file, name), name, orientation, PngChunks.ReadHeader(file, name).Interlaced ? Workspace : 0),
        _ => SkiaImage.Decode(file, name, orientation, Workspace),
    };
}
