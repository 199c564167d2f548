using SkiaSharp;

namespace Kindred.Datasets.Images;

/// <summary>Writes pictures in the WebP format, with loss: small enough for thousands in one page.</summary>
internal static unsafe class WebPFile
{
    /// <param name="picture">Grey or colour; what is transparent is laid over white.</param>
    /// <param name="quality">0 to 100.</param>
    public static byte[] Encode(Picture picture, int quality)
    {
        var colour = picture.ToRgb();
        var samples = new byte[checked(colour.Width * colour.Height * 4)];
        for (var i = 0; i < colour.Width * colour.Height; i++)
        {
            colour.Samples.Slice(i * 3, 3).CopyTo(samples.AsSpan(i * 4));
            samples[(i * 4) + 3] = byte.MaxValue;
        }

        fixed (byte* pixels = samples)
        {
            var info = new SKImageInfo(colour.Width, colour.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
            using var pixmap = new SKPixmap(info, (nint)pixels);
            using var data = pixmap.Encode(new SKWebpEncoderOptions(SKWebpEncoderCompression.Lossy, quality))
                ?? throw new InvalidOperationException($"A picture of {colour.Width} x {colour.Height} pixels could not be written as WebP.");
            return data.ToArray();
        }
    }
}
