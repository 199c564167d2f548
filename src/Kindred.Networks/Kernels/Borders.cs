namespace Kindred.Networks.Kernels;

/// <summary>A small image in the middle of a large one; where the difference is odd, the extra line is at the bottom and right.</summary>
internal readonly record struct Frame(int Height, int Width, int LargeHeight, int LargeWidth, int Channels)
{
    public int Top => (LargeHeight - Height) / 2;

    public int Left => (LargeWidth - Width) / 2;
}

/// <summary>One image made larger by repeating its outermost pixels, or cut down to its middle. Pixels lie row after row, channels side by side.</summary>
internal static unsafe class Borders
{
    /// <summary>large[i, j] ← small[clamp(i − top), clamp(j − left)]</summary>
    public static void Extend(in Frame frame, float* small, float* large)
    {
        for (var i = 0; i < frame.LargeHeight; i++)
        {
            for (var j = 0; j < frame.LargeWidth; j++, large += frame.Channels)
                Pixel(small, frame, i, j).CopyTo(new Span<float>(large, frame.Channels));
        }
    }

    /// <summary>dsmall[clamp(i − top), clamp(j − left)] ← dsmall[…] + dlarge[i, j]</summary>
    public static void ExtendGradient(in Frame frame, float* dlarge, float* dsmall)
    {
        for (var i = 0; i < frame.LargeHeight; i++)
        {
            for (var j = 0; j < frame.LargeWidth; j++, dlarge += frame.Channels)
            {
                var pixel = Pixel(dsmall, frame, i, j);
                for (var c = 0; c < pixel.Length; c++)
                    pixel[c] += dlarge[c];
            }
        }
    }

    /// <summary>small[i, j] ← large[i + top, j + left]</summary>
    public static void Cut(in Frame frame, float* large, float* small)
    {
        var line = frame.Width * frame.Channels;
        for (var i = 0; i < frame.Height; i++)
            new Span<float>(Line(large, frame, i), line).CopyTo(new Span<float>(small + (i * line), line));
    }

    /// <summary>dlarge[i + top, j + left] ← dlarge[…] + dsmall[i, j]</summary>
    public static void CutGradient(in Frame frame, float* dsmall, float* dlarge)
    {
        var line = frame.Width * frame.Channels;
        for (var i = 0; i < frame.Height; i++)
        {
            var target = Line(dlarge, frame, i);
            for (var j = 0; j < line; j++)
                target[j] += dsmall[(i * line) + j];
        }
    }

    private static Span<float> Pixel(float* small, in Frame frame, int i, int j)
    {
        var y = Math.Clamp(i - frame.Top, 0, frame.Height - 1);
        var x = Math.Clamp(j - frame.Left, 0, frame.Width - 1);
        return new Span<float>(small + (((y * frame.Width) + x) * frame.Channels), frame.Channels);
    }

    private static float* Line(float* large, in Frame frame, int i) =>
        large + ((((i + frame.Top) * frame.LargeWidth) + frame.Left) * frame.Channels);
}
