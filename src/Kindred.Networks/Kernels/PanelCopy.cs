using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Networks.Kernels;

/// <summary>A copy of a matrix that lies as a product reads it, made part by part where the matrix is made, while the parts are in the nearest cache.</summary>
internal sealed unsafe class PanelCopy(NativeBuffer<float> values, PanelLayout layout)
{
    private bool _wasRead;

    public float* Pointer => values.Pointer;

    /// <summary>Whether it holds what the matrix holds, or will when the product under way is complete.</summary>
    public bool IsFilled { get; set; }

    /// <summary>The matrix is about to be made, and the copy with it if the last one was read: passes without a way back need none.</summary>
    public void BeginIfRead() => (IsFilled, _wasRead) = (_wasRead, false);

    /// <summary>Whether it can be read in place of the matrix; the next one will be.</summary>
    public bool TryRead()
    {
        _wasRead = true;
        return IsFilled;
    }

    /// <summary>Takes over the tile of <paramref name="rows"/> x <paramref name="columns"/> values from (<paramref name="row"/>, <paramref name="column"/>) on, rows <paramref name="step"/> apart; it starts where a panel does.</summary>
    public void Store(float* tile, nint step, int row, int column, int rows, int columns)
    {
        for (var j = 0; j < columns; j += layout.Width)
            GemmPanels.Pack(tile + j, 1, step, Math.Min(layout.Width, columns - j), layout.Width, rows, Pointer + layout.Offset(row, column + j));
    }

    /// <summary>Points at where <see cref="Store"/> will write the tile from (<paramref name="row"/>, <paramref name="column"/>) on; returns how many runs that takes.</summary>
    public int AddPrefetches(PrefetchRun* runs, int row, int column)
    {
        var count = 0;
        var end = Math.Min(column + GemmKernels.Float.TileColumns, layout.Columns);
        for (; column < end; column += layout.Width)
            runs[count++] = PrefetchRun.Over(Pointer + layout.Offset(row, column), GemmKernels.Float.TileRows * layout.Width * sizeof(float));
        return count;
    }
}
