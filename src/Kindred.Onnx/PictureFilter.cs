using Kindred.Datasets.Images;

namespace Kindred.Onnx;

/// <summary>Resizing as the networks' own preparation does it: weights by a kernel that is widened where the picture shrinks, each side for itself.</summary>
/// <remarks>The definition of Pillow, and so of torchvision: across, then down, in weights of 22 bits, rounded to levels after each.</remarks>
internal static class PictureFilter
{
    private const int WeightBits = 22;

    /// <summary>The prepared picture: three planes of size × size levels in [0, 255], in the order red, green, blue.</summary>
    public static float[] Prepare(Picture picture, PicturePreparation preparation)
    {
        var size = preparation.Size;
        var (height, width) = ResizedTo(picture, preparation);
        var rows = Weights(picture.Height, height, (height - size) / 2, size, preparation.Interpolation);
        var columns = Weights(picture.Width, width, (width - size) / 2, size, preparation.Interpolation);
        var (first, end) = (rows[0].First, rows[^1].First + rows[^1].Weights.Length);
        var samples = picture.ToRgb().Samples;
        var stride = picture.Width * 3;
        var narrowed = new byte[(end - first) * size * 3];
        for (var y = first; y < end; y++)
        {
            for (var x = 0; x < size; x++)
                Apply(columns[x], samples.Slice(y * stride, stride), 3, narrowed.AsSpan((((y - first) * size) + x) * 3, 3));
        }

        var (planes, line) = (new float[3 * size * size], new byte[size * 3]);
        for (var y = 0; y < size; y++)
        {
            Apply(rows[y] with { First = rows[y].First - first }, narrowed, line.Length, line);
            for (var i = 0; i < line.Length; i++)
                planes[(i % 3 * size * size) + (y * size) + (i / 3)] = line[i];
        }

        return planes;
    }

    /// <summary>target ← Σⱼ weightⱼ · levels[(first + j) · step …], rounded</summary>
    private static void Apply(Kernel kernel, ReadOnlySpan<byte> levels, int step, Span<byte> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var sum = 1 << (WeightBits - 1);
            for (var j = 0; j < kernel.Weights.Length; j++)
                sum += kernel.Weights[j] * levels[((kernel.First + j) * step) + i];
            target[i] = (byte)Math.Clamp(sum >> WeightBits, 0, 255);
        }
    }

    private static (int Height, int Width) ResizedTo(Picture picture, PicturePreparation preparation)
    {
        if (preparation.Stretch)
            return (preparation.Size, preparation.Size);
        long side = preparation.ShorterSide;
        return picture.Height <= picture.Width
            ? ((int)side, (int)(side * picture.Width / picture.Height))
            : ((int)(side * picture.Height / picture.Width), (int)side);
    }

    /// <summary>Of pixels <paramref name="skipped"/> and on of a side that goes from <paramref name="from"/> to <paramref name="to"/>.</summary>
    private static Kernel[] Weights(int from, int to, int skipped, int count, Interpolation interpolation)
    {
        var kernels = new Kernel[count];
        var scale = (double)from / to;
        var widening = Math.Max(scale, 1);
        var reach = (interpolation == Interpolation.Bicubic ? 2 : 1) * widening;
        for (var i = 0; i < count; i++)
        {
            var centre = (skipped + i + 0.5) * scale;
            var first = Math.Max(0, (int)(centre - reach + 0.5));
            var weights = new double[Math.Min(from, (int)(centre + reach + 0.5)) - first];
            for (var j = 0; j < weights.Length; j++)
                weights[j] = Weight((first + j - centre + 0.5) / widening, interpolation);
            var sum = weights.Sum();
            kernels[i] = new Kernel(first, Array.ConvertAll(weights, weight => (int)Math.Round(weight / sum * (1 << WeightBits), MidpointRounding.AwayFromZero)));
        }

        return kernels;
    }

    private static double Weight(double x, Interpolation interpolation)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        if (interpolation == Interpolation.Bilinear)
            return Math.Max(0, 1 - x);
        return x < 1 ? (((A + 2) * x) - (A + 3)) * x * x + 1 : x < 2 ? (((((x - 5) * x) + 8) * x) - 4) * A : 0;
    }

    private readonly record struct Kernel(int First, int[] Weights);
}
