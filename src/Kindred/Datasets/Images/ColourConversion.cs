namespace Kindred.Datasets.Images;

/// <summary>Between channel counts: 1 grey, 2 grey and alpha, 3 red, green, blue, 4 these and alpha.</summary>
internal static class ColourConversion
{
    // 0.2126, 0.7152 and 0.0722 in parts of 2¹⁶; they add up to exactly 2¹⁶, so grey stays what it was
    private const int Red = 13_933, Green = 46_871, Blue = 4_732, Half = 1 << 15;

    /// <summary>y = 0.2126 r + 0.7152 g + 0.0722 b, rounded, over white.</summary>
    /// <remarks>ITU-R BT.709, on values as stored, without undoing their gamma.</remarks>
    public static byte[] ToGrey(ReadOnlySpan<byte> samples, int channels)
    {
        var grey = new byte[samples.Length / channels];
        for (var i = 0; i < grey.Length; i++)
        {
            var pixel = samples.Slice(i * channels, channels);
            var light = channels < 3 ? pixel[0] : Grey(pixel[0], pixel[1], pixel[2]);
            grey[i] = channels is 2 or 4 ? OverWhite(light, pixel[^1]) : (byte)light;
        }

        return grey;
    }

    /// <summary>y = 0.2126 r + 0.7152 g + 0.0722 b of red, green and blue, in any range.</summary>
    public static float[] ToGrey(ReadOnlySpan<float> colours)
    {
        var grey = new float[colours.Length / 3];
        for (var i = 0; i < grey.Length; i++)
            grey[i] = (float)((0.2126 * colours[3 * i]) + (0.7152 * colours[(3 * i) + 1]) + (0.0722 * colours[(3 * i) + 2]));
        return grey;
    }

    /// <summary>Grey three times.</summary>
    public static float[] ToRgb(ReadOnlySpan<float> grey)
    {
        var colours = new float[grey.Length * 3];
        for (var i = 0; i < colours.Length; i++)
            colours[i] = grey[i / 3];
        return colours;
    }

    /// <summary>The same colours over white; grey three times.</summary>
    public static byte[] ToRgb(ReadOnlySpan<byte> samples, int channels)
    {
        var colours = new byte[samples.Length / channels * 3];
        for (var i = 0; i < colours.Length; i++)
        {
            var pixel = samples.Slice(i / 3 * channels, channels);
            var light = pixel[channels < 3 ? 0 : i % 3];
            colours[i] = channels is 2 or 4 ? OverWhite(light, pixel[^1]) : light;
        }

        return colours;
    }

    /// <summary>y = 0.2126 r + 0.7152 g + 0.0722 b, rounded.</summary>
    public static int Grey(int red, int green, int blue) => ((Red * red) + (Green * green) + (Blue * blue) + Half) >> 16;

    /// <summary>light · alpha + white · (1 − alpha), rounded.</summary>
    public static byte OverWhite(int light, int alpha) => (byte)(((light * alpha) + (255 * (255 - alpha)) + 127) / 255);
}
