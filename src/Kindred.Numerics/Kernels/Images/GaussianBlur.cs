using System.Numerics.Tensors;

namespace Kindred.Numerics.Kernels.Images;

/// <summary>Pictures out of focus.</summary>
internal static class GaussianBlur
{
    /// <summary>Pixels to either side that a blur of a picture reaches, a twentieth of its shorter side as in SimCLR.</summary>
    public static int RadiusOf(int height, int width) => Math.Max(1, (Math.Min(height, width) + 10) / 20);

    /// <summary>Numbers that <see cref="Apply"/> needs beside the picture.</summary>
    public static int ScratchLength(int height, int width, int channels) => (height * width * channels) + ((width + (2 * RadiusOf(height, width))) * channels);

    /// <summary>x ← g ∗ x down and across, gₖ ∝ exp(−k² / 2σ²) for |k| up to the radius; beyond the edge the edge goes on. // h x w x c</summary>
    public static void Apply(Span<float> x, int height, int width, int channels, double deviation, Span<float> scratch)
    {
        var (radius, row) = (RadiusOf(height, width), width * channels);
        Span<float> weights = stackalloc float[radius + 1];
        Fill(weights, deviation);
        var down = scratch[..x.Length];
        for (var v = 0; v < height; v++)
        {
            var target = down.Slice(v * row, row);
            TensorPrimitives.Multiply(x.Slice(v * row, row), weights[0], target);
            for (var k = 1; k <= radius; k++)
            {
                TensorPrimitives.MultiplyAdd(x.Slice(Math.Max(0, v - k) * row, row), weights[k], target, target);
                TensorPrimitives.MultiplyAdd(x.Slice(Math.Min(height - 1, v + k) * row, row), weights[k], target, target);
            }
        }

        var wide = scratch[x.Length..];
        for (var v = 0; v < height; v++)
        {
            var line = down.Slice(v * row, row);
            line.CopyTo(wide[(radius * channels)..]);
            for (var k = 0; k < radius; k++)
            {
                line[..channels].CopyTo(wide[(k * channels)..]);
                line[^channels..].CopyTo(wide[((radius * channels) + row + (k * channels))..]);
            }

            var target = x.Slice(v * row, row);
            TensorPrimitives.Multiply(wide.Slice(radius * channels, row), weights[0], target);
            for (var k = 1; k <= radius; k++)
            {
                TensorPrimitives.MultiplyAdd(wide.Slice((radius - k) * channels, row), weights[k], target, target);
                TensorPrimitives.MultiplyAdd(wide.Slice((radius + k) * channels, row), weights[k], target, target);
            }
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
