using SkiaSharp;

namespace Kindred.Datasets.Images;

/// <summary>Writes pictures in the WebP format: small enough for thousands in one page.</summary>
internal static unsafe class WebPFile
{
    private const int LosslessEffort = 20;  // of 100: more takes several times as long for a tenth of the bytes

    /// <param name="picture">Grey or colour; what is transparent is laid over white.</param>
    /// <param name="quality">0 to 100.</param>
    public static byte[] Encode(Picture picture, int quality)
    {
        var samples = new byte[checked(picture.Width * picture.Height * 4)];
        Draw(picture, samples, picture.Width, 0, 0);
        return Encode(samples, picture.Width, picture.Height, SKAlphaType.Opaque, new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, quality));
    }

    /// <summary>Red, green, blue and opacity of each pixel.</summary>
    /// <param name="samples">width × height × 4.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="quality">0 to 100; null for no loss.</param>
    public static byte[] Encode(byte[] samples, int width, int height, int? quality) => Encode(samples, width, height, SKAlphaType.Unpremul, quality is { } lossy
        ? new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, lossy)
        : new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossless, LosslessEffort));

    /// <summary>Lays a picture, opaque, into such samples of a larger one.</summary>
    public static void Draw(Picture picture, Span<byte> samples, int width, int left, int top)
    {
        var colour = picture.ToRgb();
        for (var i = 0; i < colour.Width * colour.Height; i++)
        {
            var to = samples.Slice((((top + (i / colour.Width)) * width) + left + (i % colour.Width)) * 4, 4);
            colour.Samples.Slice(i * 3, 3).CopyTo(to);
            to[3] = byte.MaxValue;
        }
    }

    private static byte[] Encode(byte[] samples, int width, int height, SKAlphaType alpha, SKWebpEncoderOptions options)
    {
        fixed (byte* pixels = samples)
        {
            using var pixmap = new SKPixmap(new SKImageInfo(width, height, SKColorType.Rgba8888, alpha), (nint)pixels);
            using var data = pixmap.Encode(options)
                ?? throw new InvalidOperationException($"A picture of {width} x {height} pixels could not be written as WebP.");
            return data.ToArray();
        }
    }
}
