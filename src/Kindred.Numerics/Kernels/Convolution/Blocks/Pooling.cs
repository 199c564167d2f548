using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Numerics.Kernels.Convolution.Blocks;

/// <summary>A small image and the large one whose 2×2 squares belong to its pixels; steps of the large one in floats.</summary>
internal readonly record struct PooledShape(int Height, int Width, int Channels, nint LargeRow, nint LargePixel)
{
    /// <summary>The shape between plain images, the large one <paramref name="height"/> x <paramref name="width"/>.</summary>
    public static PooledShape Of(int height, int width, int channels) => new(height / 2, width / 2, channels, width * channels, channels);
}

/// <summary>Pooling of 2×2 squares and enlarging to them, one image at a time, 16 channels at once.</summary>
internal static unsafe class Pooling
{
    /// <summary>y[i, j] = max of the square's x, winners[i, j] = which of its four pixels, in [0, 4), was the first largest; a NaN wins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max(float* x, in PooledShape shape, float* y, byte* winners)
    {
        var (width, channels, row, pixel) = (shape.Width, shape.Channels, shape.LargeRow, shape.LargePixel);
        for (var i = 0; i < shape.Height; i++)
        {
            for (var j = 0; j < width; j++, y += channels)
            {
                var s = x + (2 * i * row) + (2 * j * pixel);
                var c = 0;
                for (; c + 16 <= channels; c += 16)
                {
                    var best = Vector512.Load(s + c);
                    var winner = Vector512<int>.Zero;
                    Take(s + c + pixel, 1, ref best, ref winner);
                    Take(s + c + row, 2, ref best, ref winner);
                    Take(s + c + row + pixel, 3, ref best, ref winner);
                    best.Store(y + c);
                    if (winners != null)
                        Bytes(winner).Store(winners + c);
                }

                for (; c < channels; c++)
                    MaxOne(s + c, row, pixel, y + c, winners == null ? null : winners + c);
                if (winners != null)
                    winners += channels;
            }
        }
    }

    /// <summary>dx at the winner of each square = dy, elsewhere in the square 0; where <paramref name="y"/> is given, dy counts only where y &gt; 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MaxBackward(float* dy, byte* winners, float* y, in PooledShape shape, float* dx)
    {
        var (width, channels, row, pixel) = (shape.Width, shape.Channels, shape.LargeRow, shape.LargePixel);
        for (var i = 0; i < shape.Height; i++)
        {
            for (var j = 0; j < width; j++, dy += channels, winners += channels)
            {
                var d = dx + (2 * i * row) + (2 * j * pixel);
                var c = 0;
                for (; c + 16 <= channels; c += 16)
                {
                    var g = Vector512.Load(dy + c);
                    if (y != null)
                        g &= Vector512.GreaterThan(Vector512.Load(y + c), Vector512<float>.Zero);
                    var winner = Integers(winners + c);
                    (g & Vector512.Equals(winner, Vector512<int>.Zero).AsSingle()).Store(d + c);
                    (g & Vector512.Equals(winner, Vector512.Create(1)).AsSingle()).Store(d + c + pixel);
                    (g & Vector512.Equals(winner, Vector512.Create(2)).AsSingle()).Store(d + c + row);
                    (g & Vector512.Equals(winner, Vector512.Create(3)).AsSingle()).Store(d + c + row + pixel);
                }

                for (; c < channels; c++)
                {
                    var g = y == null || y[c] > 0 ? dy[c] : 0;
                    for (var t = 0; t < 4; t++)
                        d[c + ((t >> 1) * row) + ((t & 1) * pixel)] = winners[c] == t ? g : 0;
                }

                if (y != null)
                    y += channels;
            }
        }
    }

    private static void MaxOne(float* x, nint row, nint pixel, float* y, byte* winner)
    {
        var (best, at) = (*x, 0);
        for (var t = 1; t < 4; t++)
        {
            var value = x[((t >> 1) * row) + ((t & 1) * pixel)];
            if (value > best || float.IsNaN(value))
                (best, at) = (value, t);
        }

        *y = best;
        if (winner != null)
            *winner = (byte)at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Take(float* x, int index, ref Vector512<float> best, ref Vector512<int> winner)
    {
        var value = Vector512.Load(x);
        var better = Vector512.GreaterThan(value, best) | ~Vector512.Equals(value, value);
        best = Vector512.ConditionalSelect(better, value, best);
        winner = Vector512.ConditionalSelect(better.AsInt32(), Vector512.Create(index), winner);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Bytes(Vector512<int> values) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector128Byte(values)
        : Vector128.Narrow(Halves(values.GetLower()), Halves(values.GetUpper())).AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Halves(Vector256<int> values) => Vector128.Narrow(values.GetLower(), values.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Integers(byte* bytes) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector512Int32(Vector128.Load(bytes))
        : Vector512.Create(Integers(Vector128.WidenLower(Vector128.Load(bytes))), Integers(Vector128.WidenUpper(Vector128.Load(bytes))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Integers(Vector128<ushort> halves) =>
        Vector256.Create(Vector128.WidenLower(halves), Vector128.WidenUpper(halves)).AsInt32();
}
