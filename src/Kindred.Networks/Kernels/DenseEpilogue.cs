using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Networks.Layers;
using Kindred.Numerics.Kernels.Gemm;

namespace Kindred.Networks.Kernels;

/// <summary>z ← activation(z + b), on each part of a product when it is complete.</summary>
internal sealed unsafe class DenseEpilogue(Tensor? bias, Activation activation) : IGemmEpilogue<float>
{
    /// <summary>The same values again, as the product that makes a weight's gradient reads them; null until there is one.</summary>
    public PanelCopy? Values { get; set; }

    public void Apply(float* values, nint step, int row, int column, int rows, int columns)
    {
        Activate(values, step, column, rows, columns);
        if (Values is { IsFilled: true } copy)
            copy.Store(values, step, row, column, rows, columns);
    }

    public int AddPrefetches(PrefetchRun* runs, int row, int column) => Values is { IsFilled: true } copy ? copy.AddPrefetches(runs, row, column) : 0;

    private void Activate(float* values, nint step, int column, int rows, int columns)
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
        var j = 0;
        for (; j <= columns - Elementwise.Lanes; j += Elementwise.Lanes)
        {
            var shift = b is null ? Vector512<float>.Zero : Vector512.Load(b + j);
            var at = z + j;
            for (var i = 0; i < rows; i++, at += step)
                f.Of(Vector512.Load(at) + shift).Store(at);
        }

        if (j < columns)
            SetRest(f, z + j, step, b is null ? null : b + j, rows, columns - j);
    }

    /// <summary>The same for fewer columns than a vector has.</summary>
    private static void SetRest<T>(T f, float* z, nint step, float* b, int rows, int columns)
        where T : struct, IUnary
    {
        var shift = b is null ? Vector512<float>.Zero : Elementwise.Load(b, columns);
        for (var i = 0; i < rows; i++, z += step)
            Elementwise.Store(f.Of(Elementwise.Load(z, columns) + shift), z, columns);
    }
}
