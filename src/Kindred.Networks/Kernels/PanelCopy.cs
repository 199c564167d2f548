using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Numerics.Kernels;

namespace Kindred.Networks.Kernels;

/// <summary>A copy of a matrix that lies as a product reads it, made part by part where the matrix is made, while the parts are in the nearest cache.</summary>
internal sealed unsafe class PanelCopy(Graph graph, PanelLayout layout)
{
    private readonly NativeBuffer<float> _values = graph.Buffer(layout.Length);
    private bool _wasRead;

    public PanelLayout Layout => layout;

    public float* Pointer => _values.Pointer;

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

    /// <summary>Takes over <paramref name="rows"/> x <paramref name="columns"/> values whose first is (<paramref name="row"/>, <paramref name="column"/>) of the matrix, rows <paramref name="step"/> apart.</summary>
    public void Store(float* values, nint step, int row, int column, int rows, int columns)
    {
        for (var end = column + columns; column < end;)
        {
            var count = Math.Min(layout.Width - (column % layout.Width), end - column);
            Copy(values, step, rows, count, Pointer + layout.Offset(row, column), layout.Width);
            values += count;
            column += count;
        }
    }

    /// <summary>Points at where <see cref="Store"/> will write the tile from (<paramref name="row"/>, <paramref name="column"/>) on; returns how many runs that takes.</summary>
    public int Aim(GemmRun* runs, int row, int column)
    {
        var count = 0;
        var end = Math.Min(column + GemmKernels.Float.TileColumns, layout.Columns);
        for (; column < end; column += layout.Width)
            runs[count++] = GemmRun.Over(Pointer + layout.Offset(row, column), GemmKernels.Float.TileRows * layout.Width * sizeof(float));
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(float* source, nint sourceStep, int rows, int columns, float* target, nint targetStep)
    {
        for (var i = 0; i < rows; i++, source += sourceStep, target += targetStep)
        {
            var j = 0;
            for (; j <= columns - Vector512<float>.Count; j += Vector512<float>.Count)
                Vector512.Load(source + j).Store(target + j);
            for (; j <= columns - Vector256<float>.Count; j += Vector256<float>.Count)
                Vector256.Load(source + j).Store(target + j);
            for (; j < columns; j++)
                target[j] = source[j];
        }
    }
}
