using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Networks.Kernels;

/// <summary>How a window slides over images: height x width x channels to outHeight x outWidth positions.</summary>
internal readonly record struct WindowShape(
    int Height, int Width, int Channels, int WindowHeight, int WindowWidth, int Stride, int Top, int Left, int OutHeight, int OutWidth)
{
    public int ImageLength => Height * Width * Channels;

    public int Positions => OutHeight * OutWidth;

    public int WindowLength => WindowHeight * WindowWidth * Channels;

    /// <summary>Every value of an image lies in exactly one window.</summary>
    public bool Tile => Stride == WindowHeight && Stride == WindowWidth && OutHeight * Stride == Height && OutWidth * Stride == Width
        && Top == 0 && Left == 0;
}

/// <summary>From images to their windows and back. Images are height x width x channels.</summary>
internal static unsafe class WindowKernels
{
    /// <summary>row (y, x) of columns ← the window at (y, x), zero outside the image: positions x windowLength</summary>
    public static void Gather(in WindowShape w, float* image, float* columns)
    {
        for (var y = 0; y < w.OutHeight; y++)
        {
            for (var x = 0; x < w.OutWidth; x++)
            {
                for (var dy = 0; dy < w.WindowHeight; dy++, columns += w.WindowWidth * w.Channels)
                    GatherLine(w, image, (y * w.Stride) + dy - w.Top, (x * w.Stride) - w.Left, columns);
            }
        }
    }

    /// <summary>image ← image + Σ over windows of the columns' rows, each at its window's place: the transpose of <see cref="Gather"/></summary>
    public static void ScatterAdd(in WindowShape w, float* columns, float* image)
    {
        for (var y = 0; y < w.OutHeight; y++)
        {
            for (var x = 0; x < w.OutWidth; x++)
            {
                for (var dy = 0; dy < w.WindowHeight; dy++, columns += w.WindowWidth * w.Channels)
                    ScatterLine(w, columns, (y * w.Stride) + dy - w.Top, (x * w.Stride) - w.Left, image);
            }
        }
    }

    /// <summary>y ← the largest value of each window, per channel; windows lie inside the image</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max(in WindowShape w, float* image, float* pooled)
    {
        for (var position = 0; position < w.Positions; position++, pooled += w.Channels)
        {
            var corner = image + Corner(w, position);
            for (var c = 0; c < w.Channels; c += Elementwise.Lanes)
            {
                var left = w.Channels - c;
                var max = Elementwise.Load(corner + c, left);
                for (var k = 1; k < w.WindowHeight * w.WindowWidth; k++)
                    max = Vector512.Max(max, Elementwise.Load(corner + Offset(w, k) + c, left));
                Elementwise.Store(max, pooled + c, left);
            }
        }
    }

    /// <summary>dx gets dy at the first place of each window that holds the maximum; it is added, or (windows that tile) written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MaxGradient(in WindowShape w, float* image, float* pooled, float* dy, float* dx, bool adds)
    {
        for (var position = 0; position < w.Positions; position++, pooled += w.Channels, dy += w.Channels)
        {
            var corner = Corner(w, position);
            for (var c = 0; c < w.Channels; c += Elementwise.Lanes)
            {
                var left = w.Channels - c;
                var max = Elementwise.Load(pooled + c, left);
                var gradient = Elementwise.Load(dy + c, left);
                for (var k = 0; k < w.WindowHeight * w.WindowWidth; k++)
                {
                    var at = corner + Offset(w, k) + c;
                    var here = Vector512.Equals(Elementwise.Load(image + at, left), max);
                    var taken = gradient & here;
                    gradient = Vector512.AndNot(gradient, here);
                    Elementwise.Store(adds ? Elementwise.Load(dx + at, left) + taken : taken, dx + at, left);
                }
            }
        }
    }

    /// <summary>y ← the mean of each window, per channel; windows lie inside the image</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mean(in WindowShape w, float* image, float* pooled)
    {
        var share = Vector512.Create(1f / (w.WindowHeight * w.WindowWidth));
        for (var position = 0; position < w.Positions; position++, pooled += w.Channels)
        {
            var corner = image + Corner(w, position);
            for (var c = 0; c < w.Channels; c += Elementwise.Lanes)
            {
                var left = w.Channels - c;
                var sum = Elementwise.Load(corner + c, left);
                for (var k = 1; k < w.WindowHeight * w.WindowWidth; k++)
                    sum += Elementwise.Load(corner + Offset(w, k) + c, left);
                Elementwise.Store(sum * share, pooled + c, left);
            }
        }
    }

    /// <summary>image ← s · value of each window (or image + s · value), at all places of the window</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Spread(in WindowShape w, float scale, float* values, float* image, bool adds)
    {
        var factor = Vector512.Create(scale);
        for (var position = 0; position < w.Positions; position++, values += w.Channels)
        {
            var corner = image + Corner(w, position);
            for (var c = 0; c < w.Channels; c += Elementwise.Lanes)
            {
                var left = w.Channels - c;
                var value = factor * Elementwise.Load(values + c, left);
                for (var k = 0; k < w.WindowHeight * w.WindowWidth; k++)
                {
                    var at = corner + Offset(w, k) + c;
                    Elementwise.Store(adds ? Elementwise.Load(at, left) + value : value, at, left);
                }
            }
        }
    }

    /// <summary>values ← the sum of each window (or values + sum), per channel</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(in WindowShape w, float* image, float* values, bool adds)
    {
        for (var position = 0; position < w.Positions; position++, values += w.Channels)
        {
            var corner = image + Corner(w, position);
            for (var c = 0; c < w.Channels; c += Elementwise.Lanes)
            {
                var left = w.Channels - c;
                var sum = Elementwise.Load(corner + c, left);
                for (var k = 1; k < w.WindowHeight * w.WindowWidth; k++)
                    sum += Elementwise.Load(corner + Offset(w, k) + c, left);
                Elementwise.Store(adds ? Elementwise.Load(values + c, left) + sum : sum, values + c, left);
            }
        }
    }

    private static int Corner(in WindowShape w, int position) =>
        ((position / w.OutWidth * w.Stride * w.Width) + (position % w.OutWidth * w.Stride)) * w.Channels;

    private static int Offset(in WindowShape w, int k) => ((k / w.WindowWidth * w.Width) + (k % w.WindowWidth)) * w.Channels;

    private static void GatherLine(in WindowShape w, float* image, int y, int x, float* line)
    {
        var target = new Span<float>(line, w.WindowWidth * w.Channels);
        var (from, to) = Inside(w, y, x);
        target[..(from * w.Channels)].Clear();
        target[(to * w.Channels)..].Clear();
        if (from < to)
            new ReadOnlySpan<float>(image + ((((y * w.Width) + x + from)) * w.Channels), (to - from) * w.Channels).CopyTo(target[(from * w.Channels)..]);
    }

    private static void ScatterLine(in WindowShape w, float* line, int y, int x, float* image)
    {
        var (from, to) = Inside(w, y, x);
        if (from >= to)
            return;
        var target = image + (((y * w.Width) + x + from) * w.Channels);
        Elementwise.Set(default(Plus), target, line + (from * w.Channels), target, (to - from) * w.Channels);
    }

    /// <summary>Which part of a window's line at (y, x) lies inside the image.</summary>
    private static (int From, int To) Inside(in WindowShape w, int y, int x)
    {
        if (y < 0 || y >= w.Height)
            return (0, 0);
        var from = Math.Min(w.WindowWidth, Math.Max(0, -x));
        return (from, Math.Max(from, Math.Min(w.WindowWidth, w.Width - x)));
    }
}
