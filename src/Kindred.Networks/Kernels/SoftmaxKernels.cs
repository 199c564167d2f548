using System.Numerics.Tensors;

namespace Kindred.Networks.Kernels;

internal static unsafe class SoftmaxKernels
{
    /// <summary>yᵢⱼ ← exp(xᵢⱼ − maxₖ xᵢₖ) / Σₖ exp(xᵢₖ − max)</summary>
    public static void Set(float* x, float* y, int rows, int columns)
    {
        for (var i = 0; i < rows; i++, x += columns, y += columns)
        {
            var row = new ReadOnlySpan<float>(x, columns);
            var result = new Span<float>(y, columns);
            TensorPrimitives.Subtract(row, TensorPrimitives.Max(row), result);
            TensorPrimitives.Exp(result, result);
            var sum = 0.0;
            foreach (var value in result)
                sum += value;
            TensorPrimitives.Divide(result, (float)sum, result);
        }
    }

    /// <summary>dxᵢⱼ ← dxᵢⱼ + yᵢⱼ (dyᵢⱼ − Σₖ dyᵢₖ yᵢₖ)</summary>
    public static void AddGradient(float* y, float* dy, float* dx, int rows, int columns)
    {
        for (var i = 0; i < rows; i++, y += columns, dy += columns, dx += columns)
        {
            var dot = 0.0;
            for (var j = 0; j < columns; j++)
                dot += (double)dy[j] * y[j];
            for (var j = 0; j < columns; j++)
                dx[j] += y[j] * (dy[j] - (float)dot);
        }
    }
}
