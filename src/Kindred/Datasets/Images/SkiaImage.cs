using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SkiaSharp;

namespace Kindred.Datasets.Images;

/// <summary>A picture of eight bits a sample, decoded by Skia: PNG, JPEG, WebP, GIF (the first of its pictures) and BMP.</summary>
/// <remarks>Colour profiles are passed over: values are those in the file.</remarks>
internal sealed unsafe class SkiaImage : IImageRows
{
    private const int ColourBytes = 4, MostHalvings = 3;

    private readonly DecodingMemory.Share _share;
    private readonly int _pixelBytes;
    private readonly bool _hasAlpha;
    private byte* _pixels;

    private SkiaImage(SKCodec codec, SKSizeI size, int orientation, long workspace, string name)
    {
        (Height, Width, Orientation) = (size.Height, size.Width, orientation);
        _pixelBytes = IsGrey(codec) ? 1 : ColourBytes;
        _hasAlpha = codec.Info.AlphaType != SKAlphaType.Opaque;
        var bytes = (long)Width * Height * _pixelBytes;
        _share = DecodingMemory.Take(bytes + workspace, name);
        _pixels = (byte*)NativeMemory.Alloc((nuint)bytes);
    }

    ~SkiaImage() => NativeMemory.Free(_pixels);

    public int Height { get; }

    public int Width { get; }

    public int Orientation { get; }

    public float White => byte.MaxValue;

    private ReadOnlySpan<byte> Pixels(int y) => new(_pixels + ((long)y * Width * _pixelBytes), Width * _pixelBytes);

    /// <summary>The size in the file and whether the picture is grey.</summary>
    /// <exception cref="DataFileException">There is no such picture.</exception>
    public static (int Height, int Width, bool IsGrey) ReadHeader(ReadOnlySpan<byte> file, string name)
    {
        fixed (byte* bytes = file)
        {
            using var data = SKData.Create((nint)bytes, file.Length);
            using var codec = Open(data, name);
            return (codec.Info.Height, codec.Info.Width, IsGrey(codec));
        }
    }

    /// <summary>Decodes the file as it is; large JPEG images may come at 1/2, 1/4 or 1/8 of their size, where no more is needed.</summary>
    /// <param name="file">All of it.</param>
    /// <param name="name">For messages.</param>
    /// <param name="orientation">Of the file.</param>
    /// <param name="workspacePerPixel">Bytes the decoder takes for itself.</param>
    /// <param name="needed">From the size in the file to the smallest that serves; null for the full size.</param>
    /// <exception cref="DataFileException">The pixels are not all there.</exception>
    public static SkiaImage Decode(ReadOnlySpan<byte> file, string name, int orientation, int workspacePerPixel = 0, Func<ImageSize, ImageSize>? needed = null)
    {
        fixed (byte* bytes = file)
        {
            using var data = SKData.Create((nint)bytes, file.Length);
            using var codec = Open(data, name);
            var image = new SkiaImage(codec, Scaled(codec, needed), orientation, file.Length + ((long)codec.Info.Width * codec.Info.Height * workspacePerPixel), name);
            try
            {
                image.Decode(codec, name);
                return image;
            }
            catch
            {
                image.Dispose();
                throw;
            }
        }
    }

    public void Read(int y, int channels, Span<float> row)
    {
        if (_pixelBytes == 1)
            ImageRow.FromGrey(Pixels(y), channels, row);
        else if (channels == 1)
            ImageRow.ToGrey(Pixels(y), _hasAlpha, row);
        else
            ImageRow.ToColour(Pixels(y), _hasAlpha, row);
    }

    /// <summary>The samples themselves: 1 channel, or 3, or 4 with alpha; of a large picture of which no more than <paramref name="least"/> is needed, means over white.</summary>
    public Picture ToPicture(ImageSize? least)
    {
        if (ImageReduction.Factor(this, least) is > 1 and var factor)
            return ImageReduction.Reduce(this, _pixelBytes == 1 ? 1 : 3, factor);
        var channels = _pixelBytes == 1 ? 1 : _hasAlpha ? 4 : 3;
        var samples = new byte[checked(Width * Height * channels)];
        for (var y = 0; y < Height; y++)
            ImageRow.Copy(Pixels(y), _pixelBytes, samples.AsSpan(y * Width * channels, Width * channels), channels);
        var upright = Images.Orientation.Swaps(Orientation) ? new ImageShape(Width, Height, channels) : new ImageShape(Height, Width, channels);
        return new Picture(upright.Height, upright.Width, channels, Images.Orientation.Undo(samples, upright, Orientation));
    }

    /// <summary>Tells two pictures apart.</summary>
    public byte[] Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var y = 0; y < Height; y++)
            hash.AppendData(Pixels(y));
        return hash.GetHashAndReset();
    }

    public void Dispose()
    {
        NativeMemory.Free(_pixels);
        _pixels = null;
        _share.Dispose();
        GC.SuppressFinalize(this);
    }

    private static bool IsGrey(SKCodec codec) => codec.Info.ColorType == SKColorType.Gray8;

    private static SKCodec Open(SKData data, string name)
    {
        var codec = SKCodec.Create(data) ?? throw new DataFileException(name, "the file ends before the picture begins, or its beginning is damaged; a whole file is needed.");
        try
        {
            Picture.RequireSize(name, "the image has", codec.Info.Width, codec.Info.Height);
            return codec;
        }
        catch
        {
            codec.Dispose();
            throw;
        }
    }

    private static SKSizeI Scaled(SKCodec codec, Func<ImageSize, ImageSize>? needed)
    {
        var size = codec.Info.Size;
        if (needed is null || codec.EncodedFormat != SKEncodedImageFormat.Jpeg)
            return size;
        var least = needed(new ImageSize(size.Height, size.Width));
        for (var halvings = 1; halvings <= MostHalvings; halvings++)
        {
            var smaller = codec.GetScaledDimensions(1f / (1 << halvings));
            if (smaller.Height < least.Height || smaller.Width < least.Width)
                break;
            size = smaller;
        }

        return size;
    }

    private void Decode(SKCodec codec, string name)
    {
        var info = new SKImageInfo(Width, Height, _pixelBytes == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888, _hasAlpha ? SKAlphaType.Unpremul : SKAlphaType.Opaque);
        var result = codec.GetPixels(info, (nint)_pixels, info.RowBytes, SKCodecOptions.Default);
        if (result != SKCodecResult.Success)
        {
            throw new DataFileException(name, result switch
            {
                SKCodecResult.IncompleteInput => "the image is cut short; a whole file is needed.",
                SKCodecResult.Unimplemented or SKCodecResult.InvalidConversion or SKCodecResult.InvalidScale => "the image is of a variety that is not read; saved again as PNG or JPEG it would be.",
                _ => "the pixels of the image are damaged; a whole file is needed.",
            });
        }
    }
}
