using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Layout;

namespace Kindred.Manifold;

/// <summary>Rows of whole vectors, zeros beyond their own columns: of four floats, or of sixteen where there are nine to sixteen columns: one line of the cache and one vector of the widest.</summary>
internal sealed unsafe class PaddedRows
{
    private const int NarrowColumns = 8;
    private const int LineBytes = 64;
    private const int LineFloats = LineBytes / sizeof(float);

    private readonly int _columns;
    private readonly float[] _values;    // pinned, with room to begin at a line of the cache

    public PaddedRows(Matrix x)
    {
        (Count, _columns) = (x.Rows, x.Columns);
        Width = _columns is > NarrowColumns and <= SampledForces.Wide ? SampledForces.Wide : (_columns + 3) & ~3;
        _values = GC.AllocateArray<float>(checked((Count * Width) + LineFloats), pinned: true);
        var address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_values));
        Values = (float*)((address + LineBytes - 1) / LineBytes * LineBytes);
        for (var i = 0; i < Count; i++)
            x.Row(i).CopyTo(Row(i));
    }

    public int Count { get; }

    /// <summary>Floats a row.</summary>
    public int Width { get; }

    /// <summary>The first row; there while this is alive.</summary>
    public float* Values { get; }

    public Span<float> Row(int row) => new(Values + ((long)row * Width), Width);

    public Matrix ToMatrix()
    {
        var x = new Matrix(Count, _columns);
        for (var i = 0; i < Count; i++)
            Row(i)[.._columns].CopyTo(x.MutableRow(i));
        GC.KeepAlive(_values);
        return x;
    }
}
