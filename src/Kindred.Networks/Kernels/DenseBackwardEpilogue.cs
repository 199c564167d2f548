using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Networks.Layers;
using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Networks.Kernels;

/// <summary>What the way back through a dense layer begins with, dy ← dy ⊙ activation′ and db ← Σ dy, on each part of the product that makes dy.</summary>
/// <remarks>dy then lies in panels alone, as the two products that read it need it. Sums run down the rows as those of <see cref="ColumnSums"/> do, so that both have the same bits.</remarks>
internal sealed unsafe class DenseBackwardEpilogue(Tensor y, Tensor? bias, Activation activation) : IGemmEpilogue<float>
{
    private NativeBuffer<float>? _panels;
    private float* _sums;
    private bool _isDone;

    public bool NeedsRowsInOrder => true;

    public PanelLayout Layout { get; } = new(y.Rows, y.Columns);

    /// <summary>Whether the gradient of the pass under way lies at <see cref="Pointer"/>, not row after row in the tensor.</summary>
    public bool IsInPanels { get; private set; }

    public float* Pointer => _panels!.Pointer;

    /// <summary>Where the product is to go.</summary>
    public GemmResult<float> Result => Layout.Result(Pointer, add: false);

    /// <summary>Whether the product may be handed here; then the layer itself has nothing left to begin with.</summary>
    public bool TryBegin()
    {
        if (y.Rows > GemmFloat.MaxRowsInOrder || bias is { NeedsGradient: true, HasGradient: true })
            return false;
        _sums = bias is { NeedsGradient: true } b && !b.AddsToGradient() ? b.Gradient : null;
        _panels ??= y.Graph.Buffer(Layout.Length);
        return _isDone = true;
    }

    /// <summary>Whether all parts were handed here in this pass.</summary>
    public bool TakeDone()
    {
        (IsInPanels, _isDone) = (_isDone, false);
        return IsInPanels;
    }

    public int AddPrefetches(PrefetchRun* runs, int row, int column)
    {
        var count = 0;
        var end = Math.Min(row + GemmKernels.Float.TileRows, y.Rows);
        for (; row + count < end; count++)
            runs[count] = PrefetchRun.Over(y.Pointer + ((long)(row + count) * y.Columns) + column, GemmKernels.Float.TileColumns * sizeof(float));
        return count;
    }

    public void Apply(float* values, nint step, int row, int column, int rows, int columns)
    {
        var z = y.Pointer + ((long)row * y.Columns) + column;
        var sums = _sums == null ? null : _sums + column;
        switch (activation)
        {
            case Activation.Relu:
                Set(default(RectifiedGradient), values, step, z, y.Columns, sums, row == 0, rows, columns);
                break;
            case Activation.LeakyRelu:
                Set(new LeakyRectifiedGradient(Activations.LeakySlope), values, step, z, y.Columns, sums, row == 0, rows, columns);
                break;
            case Activation.Sigmoid:
                Set(default(LogisticGradient), values, step, z, y.Columns, sums, row == 0, rows, columns);
                break;
            case Activation.Tanh:
                Set(default(HyperbolicTangentGradient), values, step, z, y.Columns, sums, row == 0, rows, columns);
                break;
            default:
                Set(default(Left), values, step, z, y.Columns, sums, row == 0, rows, columns);
                break;
        }
    }

    /// <summary>dyᵢⱼ ← f(dyᵢⱼ, yᵢⱼ), sⱼ ← sⱼ + Σᵢ dyᵢⱼ</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Set<T>(T f, float* dy, nint step, float* y, nint yStep, float* sums, bool isFirst, int rows, int columns)
        where T : struct, IBinary
    {
        var j = 0;
        for (; j <= columns - Elementwise.Lanes; j += Elementwise.Lanes)
        {
            var sum = isFirst || sums == null ? Vector512<float>.Zero : Vector512.Load(sums + j);
            var at = dy + j;
            var from = y + j;
            for (var i = 0; i < rows; i++, at += step, from += yStep)
            {
                var value = f.Of(Vector512.Load(at), Vector512.Load(from));
                value.Store(at);
                sum += value;
            }

            if (sums != null)
                sum.Store(sums + j);
        }

        if (j < columns)
            SetRest(f, dy + j, step, y + j, yStep, sums == null ? null : sums + j, isFirst, rows, columns - j);
    }

    /// <summary>The same for fewer columns than a vector has.</summary>
    private static void SetRest<T>(T f, float* dy, nint step, float* y, nint yStep, float* sums, bool isFirst, int rows, int columns)
        where T : struct, IBinary
    {
        var sum = isFirst || sums == null ? Vector512<float>.Zero : Elementwise.Load(sums, columns);
        for (var i = 0; i < rows; i++, dy += step, y += yStep)
        {
            var value = f.Of(Elementwise.Load(dy, columns), Elementwise.Load(y, columns));
            Elementwise.Store(value, dy, columns);
            sum += value;
        }

        if (sums != null)
            Elementwise.Store(sum, sums, columns);
    }
}
