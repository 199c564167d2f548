using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Numerics.Kernels.Images;

/// <summary>Where pixel (u, v) of a picture is taken from in another, both counted from their middles: (xx u + xy v + x, yx u + yy v + y).</summary>
internal readonly record struct AffineMap(double Xx, double Xy, double Yx, double Yy, double X, double Y)
{
    public static AffineMap Identity { get; } = new(1, 0, 0, 1, 0, 0);
}

/// <summary>Pictures seen through an affine map.</summary>
internal static unsafe class AffineSampling
{
    /// <summary>The picture with a border of one pixel of <paramref name="surround"/>, a value a channel. // h x w x c → (h + 2) x (w + 2) x c</summary>
    public static void Frame(float* x, int height, int width, int channels, float* surround, float* framed)
    {
        var row = (width + 2) * channels;
        for (var at = 0; at < row; at += channels)
            new Span<float>(surround, channels).CopyTo(new Span<float>(framed + at, channels));
        for (var v = 1; v < height + 2; v++)
            new Span<float>(framed, row).CopyTo(new Span<float>(framed + ((long)v * row), row));
        for (var v = 0; v < height; v++)
            new Span<float>(x + ((long)v * width * channels), width * channels).CopyTo(new Span<float>(framed + ((v + 1L) * row) + channels, width * channels));
    }

    /// <summary>y(u, v) ← x at the place <paramref name="map"/> names, between its four pixels as their distances say; beyond the border as the border. // (h + 2) x (w + 2) x c → h x w x c</summary>
    public static void Sample(float* framed, int height, int width, int channels, in AffineMap map, float* y)
    {
        var (middleX, middleY) = ((width - 1) / 2.0, (height - 1) / 2.0);
        for (var v = 0; v < height; v++)
        {
            var startX = (float)(middleX + 1 + map.X + (map.Xy * (v - middleY)) - (map.Xx * middleX));
            var startY = (float)(middleY + 1 + map.Y + (map.Yy * (v - middleY)) - (map.Yx * middleX));
            var line = new SampledLine(startX, (float)map.Xx, startY, (float)map.Yx, width, height);
            if (channels == 1 && width >= Vector256<float>.Count && Avx2.IsSupported)
                SampleEight(framed, line, y);
            else
                SampleEach(framed, line, channels, y);
            y += width * channels;
        }
    }

    private static void SampleEach(float* framed, in SampledLine line, int channels, float* y)
    {
        var row = (line.Width + 2) * channels;
        for (var u = 0; u < line.Width; u++)
        {
            var (px, py) = (Math.Clamp(line.X + (u * line.StepX), 0, line.Width + 1), Math.Clamp(line.Y + (u * line.StepY), 0, line.Height + 1));
            var (ix, iy) = (Math.Min((int)px, line.Width), Math.Min((int)py, line.Height));
            var (fx, fy) = (px - ix, py - iy);
            var corner = framed + ((long)iy * row) + (ix * channels);
            for (var c = 0; c < channels; c++, corner++, y++)
            {
                var above = corner[0] + (fx * (corner[channels] - corner[0]));
                var below = corner[row] + (fx * (corner[row + channels] - corner[row]));
                *y = above + (fy * (below - above));
            }
        }
    }

    /// <summary>The same of one channel, eight pixels at a time; the last eight may be made twice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SampleEight(float* framed, in SampledLine line, float* y)
    {
        var row = line.Width + 2;
        var (farX, farY) = (Vector256.Create((float)(line.Width + 1)), Vector256.Create((float)(line.Height + 1)));
        var (lastX, lastY) = (Vector256.Create(line.Width), Vector256.Create(line.Height));
        for (var u = 0; u < line.Width; u += Vector256<float>.Count)
        {
            var first = Math.Min(u, line.Width - Vector256<float>.Count);
            var places = Vector256.ConvertToSingle(Vector256.Create(first) + Vector256<int>.Indices);
            var px = Vector256.Min(Vector256.Max(Vector256.Create(line.X) + (places * Vector256.Create(line.StepX)), Vector256<float>.Zero), farX);
            var py = Vector256.Min(Vector256.Max(Vector256.Create(line.Y) + (places * Vector256.Create(line.StepY)), Vector256<float>.Zero), farY);
            var (ix, iy) = (Vector256.Min(Vector256.ConvertToInt32Native(px), lastX), Vector256.Min(Vector256.ConvertToInt32Native(py), lastY));
            var (fx, fy) = (px - Vector256.ConvertToSingle(ix), py - Vector256.ConvertToSingle(iy));
            var corner = (iy * row) + ix;
            var (aboveLeft, aboveRight) = (Avx2.GatherVector256(framed, corner, sizeof(float)), Avx2.GatherVector256(framed + 1, corner, sizeof(float)));
            var (belowLeft, belowRight) = (Avx2.GatherVector256(framed + row, corner, sizeof(float)), Avx2.GatherVector256(framed + row + 1, corner, sizeof(float)));
            var above = aboveLeft + (fx * (aboveRight - aboveLeft));
            var below = belowLeft + (fx * (belowRight - belowLeft));
            (above + (fy * (below - above))).Store(y + first);
        }
    }

    /// <summary>Where the pixels of one line are taken from: pixel u at (X + u StepX, Y + u StepY) of the framed picture.</summary>
    private readonly record struct SampledLine(float X, float StepX, float Y, float StepY, int Width, int Height);
}
