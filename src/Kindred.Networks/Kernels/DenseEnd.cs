using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Networks.Layers;
using Kindred.Numerics.Kernels;

namespace Kindred.Networks.Kernels;

/// <summary>z ← activation(z + b), on each part of a product when it is complete.</summary>
internal sealed unsafe class DenseEnd(Tensor? bias, Activation activation) : IGemmEpilogue<float>
{
    public void Apply(float* values, nint step, int row, int column, int rows, int columns)
    {
        var b = bias is null ? null : bias.Pointer + column;
        switch (activation)
        {
            case Activation.Relu:
                Set(default(Rectified), values, step, b, rows, columns);
                break;
            case Activation.LeakyRelu:
                Set(new LeakyRectified(Activations.LeakySlope), values, step, b, rows, columns);
                break;
            case Activation.Sigmoid:
                Set(default(Logistic), values, step, b, rows, columns);
                break;
            case Activation.Tanh:
                Set(default(HyperbolicTangent), values, step, b, rows, columns);
                break;
            default:
                Set(default(Itself), values, step, b, rows, columns);
                break;
        }
    }

    /// <summary>zᵢⱼ ← f(zᵢⱼ + bⱼ)</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Set<T>(T f, float* z, nint step, float* b, int rows, int columns)
        where T : struct, IUnary
    {
        for (var j = 0; j < columns; j += Maps.Lanes)
        {
            var count = columns - j;
            var shift = b is null ? Vector512<float>.Zero : Maps.Load(b + j, count);
            var at = z + j;
            for (var i = 0; i < rows; i++, at += step)
                Maps.Store(f.Of(Maps.Load(at, count) + shift), at, count);
        }
    }
}
