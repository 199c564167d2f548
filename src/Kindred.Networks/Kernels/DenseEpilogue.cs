using Kindred.Numerics.Kernels.Gemm;

namespace Kindred.Networks.Kernels;

/// <summary>z ← f(z + b), on each part of a product as soon as it is complete.</summary>
internal sealed unsafe class DenseEpilogue(float* bias, IElementwiseActivation activation) : IGemmEpilogue<float>
{
    /// <summary>Where the result goes a second time, in panels; null until a product asks for that.</summary>
    public PanelCopy? Copy { get; set; }

    public void Apply(float* values, nint step, int row, int column, int rows, int columns)
    {
        activation.SetTile(values, step, bias == null ? null : bias + column, rows, columns);
        if (Copy is { IsFilled: true } copy)
            copy.Store(values, step, row, column, rows, columns);
    }

    public int AddPrefetches(PrefetchRun* runs, int row, int column) => Copy is { IsFilled: true } copy ? copy.AddPrefetches(runs, row, column) : 0;
}
