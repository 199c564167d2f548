using System.Runtime.CompilerServices;

namespace Kindred.Numerics.Kernels.Memory;

/// <summary>Zeroed doubles that never move, aligned to 64 bytes and owned by the garbage collector: for kernels' tables that live as long as a model.</summary>
internal sealed unsafe class PinnedBuffer
{
    private const int Alignment = 64;

    private readonly double[] _values;

    public PinnedBuffer(long length)
    {
        _values = GC.AllocateArray<double>(checked((int)length + Alignment / sizeof(double)), pinned: true);
        var start = (nint)Unsafe.AsPointer(ref _values[0]);
        Pointer = (double*)((start + Alignment - 1) & ~(nint)(Alignment - 1));
    }

    /// <summary>Good for as long as this object is reachable.</summary>
    public double* Pointer { get; }
}
