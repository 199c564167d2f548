using System.Numerics.Tensors;
using Kindred.Numerics.Kernels.Convolution.Blocks;

namespace Kindred.Numerics.Kernels.Convolution.Direct;

/// <summary>Sums of weights over taps; weights are 3 x 3 x Inputs x Outputs.</summary>
internal static unsafe class DirectWeights
{
    /// <summary>sum[o] = Σ w[ky, kx, input, o], where bit ky of <paramref name="rows"/> and bit kx of <paramref name="columns"/> are set.</summary>
    public static void SumTaps(float* weights, in ConvolutionShape shape, int rows, int columns, int input, Span<float> sum)
    {
        sum.Clear();
        for (var tap = 0; tap < 9; tap++)
        {
            if (!Has(rows, columns, tap))
                continue;
            var values = new ReadOnlySpan<float>(weights + ((((long)tap * shape.Inputs) + input) * shape.Outputs), shape.Outputs);
            TensorPrimitives.Add(sum, values, sum);
        }
    }

    /// <summary>Σ w[ky, kx, input, output], where bit ky of <paramref name="rows"/> and bit kx of <paramref name="columns"/> are set.</summary>
    public static float SumTaps(float* weights, in ConvolutionShape shape, int rows, int columns, int input, int output)
    {
        var sum = 0f;
        for (var tap = 0; tap < 9; tap++)
        {
            if (Has(rows, columns, tap))
                sum += weights[((((long)tap * shape.Inputs) + input) * shape.Outputs) + output];
        }

        return sum;
    }

    /// <summary>Whether both bits of a tap are set; taps count row after row.</summary>
    public static bool Has(int rows, int columns, int tap) => ((rows >> (tap / 3)) & (columns >> (tap % 3)) & 1) != 0;
}
