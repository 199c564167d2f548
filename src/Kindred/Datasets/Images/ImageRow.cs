using System.Numerics.Tensors;

namespace Kindred.Datasets.Images;

/// <summary>Rows of bytes as rows of floats of another channel count, over white; grey is rounded as everywhere.</summary>
internal static class ImageRow
{
    private const int ColourBytes = 4;

    /// <summary>y of grey, once or three times.</summary>
    public static void FromGrey(ReadOnlySpan<byte> grey, int channels, Span<float> row)
    {
        if (channels == 1)
        {
            TensorPrimitives.ConvertTruncating(grey, row);
            return;
        }

        for (var x = 0; x < grey.Length; x++)
            row.Slice(x * channels, channels).Fill(grey[x]);
    }

    /// <summary>y = 0.2126 r + 0.7152 g + 0.0722 b of r, g, b, a, over white.</summary>
    public static void ToGrey(ReadOnlySpan<byte> colours, bool hasAlpha, Span<float> row)
    {
        for (var x = 0; x < row.Length; x++)
        {
            var pixel = colours.Slice(x * ColourBytes, ColourBytes);
            var light = ColourConversion.Grey(pixel[0], pixel[1], pixel[2]);
            row[x] = hasAlpha ? ColourConversion.OverWhite(light, pixel[3]) : light;
        }
    }

    /// <summary>r, g, b of r, g, b, a, over white.</summary>
    public static void ToColour(ReadOnlySpan<byte> colours, bool hasAlpha, Span<float> row)
    {
        for (var (from, to) = (0, 0); to < row.Length; from += ColourBytes, to += 3)
        {
            for (var channel = 0; channel < 3; channel++)
                row[to + channel] = hasAlpha ? ColourConversion.OverWhite(colours[from + channel], colours[from + 3]) : colours[from + channel];
        }
    }

    /// <summary>The first <paramref name="channels"/> of every pixel.</summary>
    public static void Copy(ReadOnlySpan<byte> pixels, int pixelBytes, Span<byte> samples, int channels)
    {
        for (var (from, to) = (0, 0); to < samples.Length; from += pixelBytes, to += channels)
            pixels.Slice(from, channels).CopyTo(samples[to..]);
    }
}
