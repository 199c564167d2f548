using Kindred.Numerics;

namespace Kindred.Manifold;

/// <summary>Rows of a multiple of four floats, zeros beyond their own, so that kernels go by whole vectors.</summary>
internal sealed class PaddedRows
{
    private readonly int _columns;

    public PaddedRows(Matrix x)
    {
        (Count, _columns, Width) = (x.Rows, x.Columns, (x.Columns + 3) & ~3);
        Values = new float[checked(Count * Width)];
        for (var i = 0; i < Count; i++)
            x.Row(i).CopyTo(Row(i));
    }

    public int Count { get; }

    /// <summary>Floats a row.</summary>
    public int Width { get; }

    public float[] Values { get; }

    public Span<float> Row(int row) => Values.AsSpan(row * Width, Width);

    public Matrix ToMatrix()
    {
        var x = new Matrix(Count, _columns);
        for (var i = 0; i < Count; i++)
            Row(i)[.._columns].CopyTo(x.MutableRow(i));
        return x;
    }
}
