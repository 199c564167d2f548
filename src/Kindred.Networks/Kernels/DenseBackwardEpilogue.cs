using Kindred.Numerics.Kernels.Gemm;

namespace Kindred.Networks.Kernels;

/// <summary>dy ← f′ dy and s ← Σ dy, on each part of the product that makes dy; f′ follows from y.</summary>
/// <remarks>Sums run down the rows as those of <see cref="ColumnSums"/> do, so that both have the same bits.</remarks>
internal sealed unsafe class DenseBackwardEpilogue(float* y, int rowCount, int columnCount, IElementwiseActivation activation) : IGemmEpilogue<float>
{
    public bool NeedsRowsInOrder => true;

    /// <summary>Where s goes; null where nobody asks for it.</summary>
    public float* Sums { get; set; }

    public void Apply(float* values, nint step, int row, int column, int rows, int columns) => activation.SetGradientTile(
        values, step, y + ((long)row * columnCount) + column, columnCount, Sums == null ? null : Sums + column, row == 0, rows, columns);

    public int AddPrefetches(PrefetchRun* runs, int row, int column)
    {
        var count = 0;
        var end = Math.Min(row + GemmKernels.Float.TileRows, rowCount);
        for (; row + count < end; count++)
            runs[count] = PrefetchRun.Over(y + ((long)(row + count) * columnCount) + column, GemmKernels.Float.TileColumns * sizeof(float));
        return count;
    }
}
