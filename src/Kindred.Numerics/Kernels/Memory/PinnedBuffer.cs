using System.Runtime.CompilerServices;

namespace Kindred.Numerics.Kernels.Memory;

/// <summary>Zeroed numbers that never move, aligned to 64 bytes and owned by the garbage collector: for kernels' tables that live as long as a model.</summary>
internal sealed unsafe class PinnedBuffer<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    private readonly T[] _values;
    private readonly int _length;

    public PinnedBuffer(long length)
    {
        _length = checked((int)length);
        _values = GC.AllocateArray<T>(checked(_length + (Alignment / sizeof(T))), pinned: true);
        var start = (nint)Unsafe.AsPointer(ref _values[0]);
        Pointer = (T*)((start + Alignment - 1) & ~(nint)(Alignment - 1));
    }

    /// <summary>Good for as long as this object is reachable.</summary>
    public T* Pointer { get; }

    /// <summary>All values.</summary>
    public Span<T> Span => new(Pointer, _length);
}
