using System.Numerics.Tensors;

namespace Kindred.Numerics.Kernels.Images;

/// <summary>Pictures out of focus.</summary>
internal static class GaussianBlur
{
    /// <summary>Pixels to either side that a blur of a picture reaches, a twentieth of its shorter side as in SimCLR.</summary>
    public static int RadiusOf(int height, int width) => Math.Max(1, (Math.Min(height, width) + 10) / 20);

    /// <summary>Numbers that <see cref="Apply"/> needs beside the picture.</summary>
    public static int ScratchLength(int height, int width, int channels) => (height * width * channels) + (2 * height * (width + (2 * RadiusOf(height, width))) * channels);

    /// <summary>x ← g ∗ x down and across, gₖ ∝ exp(−k² / 2σ²) for |k| up to the radius; beyond the edge the edge goes on. // h x w x c</summary>
    public static void Apply(Span<float> x, int height, int width, int channels, double deviation, Span<float> scratch)
    {
        var (radius, row) = (RadiusOf(height, width), width * channels);
        Span<float> weights = stackalloc float[radius + 1];
        Fill(weights, deviation);
        var down = scratch[..x.Length];
        var wideRow = row + (2 * radius * channels);
        Down(x, row, weights, down);
        var wide = scratch.Slice(x.Length, height * wideRow);
        var across = scratch.Slice(x.Length + wide.Length, wide.Length);
        for (var v = 0; v < height; v++)
            Widen(down.Slice(v * row, row), radius, channels, wide.Slice(v * wideRow, wideRow));
        Across(wide, channels, weights, across);
        for (var v = 0; v < height; v++)
            across.Slice(v * wideRow, row).CopyTo(x[(v * row)..]);
    }

    /// <summary>y ← g ∗ x down, all lines in one call but those that reach over an edge.</summary>
    private static void Down(ReadOnlySpan<float> x, int row, ReadOnlySpan<float> weights, Span<float> y)
    {
        TensorPrimitives.Multiply(x, weights[0], y);
        for (var k = 1; k < weights.Length; k++)
        {
            var over = Math.Min(k * row, x.Length);
            for (var at = 0; at < over; at += row)
                TensorPrimitives.MultiplyAdd(x[..row], weights[k], y.Slice(at, row), y.Slice(at, row));
            TensorPrimitives.MultiplyAdd(x[..^over], weights[k], y[over..], y[over..]);
            TensorPrimitives.MultiplyAdd(x[over..], weights[k], y[..^over], y[..^over]);
            for (var at = x.Length - over; at < x.Length; at += row)
                TensorPrimitives.MultiplyAdd(x[^row..], weights[k], y.Slice(at, row), y.Slice(at, row));
        }
    }

    /// <summary>A line with its first and last pixel repeated before and behind it.</summary>
    private static void Widen(ReadOnlySpan<float> line, int radius, int channels, Span<float> wide)
    {
        line.CopyTo(wide[(radius * channels)..]);
        for (var k = 0; k < radius; k++)
        {
            line[..channels].CopyTo(wide[(k * channels)..]);
            line[^channels..].CopyTo(wide[((radius * channels) + line.Length + (k * channels))..]);
        }
    }

    /// <summary>y ← g ∗ x across widened lines, all in one call; the last 2 · radius pixels of each line mean nothing.</summary>
    private static void Across(ReadOnlySpan<float> wide, int channels, ReadOnlySpan<float> weights, Span<float> y)
    {
        var radius = weights.Length - 1;
        var length = wide.Length - (2 * radius * channels);
        y = y[..length];
        TensorPrimitives.Multiply(wide.Slice(radius * channels, length), weights[0], y);
        for (var k = 1; k <= radius; k++)
        {
            TensorPrimitives.MultiplyAdd(wide.Slice((radius - k) * channels, length), weights[k], y, y);
            TensorPrimitives.MultiplyAdd(wide.Slice((radius + k) * channels, length), weights[k], y, y);
        }
    }

    private static void Fill(Span<float> weights, double deviation)
    {
        var sum = 1.0;
        for (var k = 1; k < weights.Length; k++)
            sum += 2 * Weight(k, deviation);
        for (var k = 0; k < weights.Length; k++)
            weights[k] = (float)(Weight(k, deviation) / sum);
    }

    private static double Weight(int k, double deviation) => Math.Exp(-k * k / (2 * deviation * deviation));
}
