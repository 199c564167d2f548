using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Kindred.Numerics.Kernels.Memory;

/// <summary>Zeroed memory outside the garbage collector, aligned to 64 bytes, for kernels that work on pointers.</summary>
/// <remarks>Large blocks are aligned to 2 MiB and advised as huge pages where the system knows them: packed panels then need few page entries.</remarks>
internal sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private const nuint HugePage = 1 << 21;

    private readonly NativeBuffer<T>? _whole;
    private readonly long _start;
    private T* _memory;

    public NativeBuffer(long length)
    {
        Length = length;
        var bytes = (nuint)Math.Max(64, checked(length * sizeof(T)));
        var huge = bytes >= HugePage && OperatingSystem.IsLinux();
        bytes = huge ? (bytes + HugePage - 1) & ~(HugePage - 1) : (bytes + 63) & ~(nuint)63;
        _memory = (T*)NativeMemory.AlignedAlloc(bytes, huge ? HugePage : 64);
        if (huge)
            HugePages.Advise(_memory, bytes);
        NativeMemory.Clear(_memory, bytes);
        GC.AddMemoryPressure(Math.Max(1, length * sizeof(T)));
        Interlocked.Add(ref NativeBuffers.Bytes, length * sizeof(T));
    }

    private NativeBuffer(NativeBuffer<T> whole, long start, long length)
    {
        (_whole, _start, Length) = (whole, start, length);
        GC.SuppressFinalize(this);
    }

    ~NativeBuffer() => Free();

    public long Length { get; }

    /// <summary>The first value; null once the memory is freed.</summary>
    public T* Pointer => _whole is null ? _memory : _whole._memory == null ? null : _whole._memory + _start;

    /// <summary>The first <see cref="Length"/> values, as far as a span can reach.</summary>
    public Span<T> Span => new(Pointer, checked((int)Length));

    /// <summary>A part, which is freed with the whole and keeps it alive.</summary>
    public NativeBuffer<T> Slice(long start, long length)
    {
        Debug.Assert(_whole is null);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + length, Length);
        return new NativeBuffer<T>(this, start, length);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_memory == null)
            return;
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        Interlocked.Add(ref NativeBuffers.Bytes, -Length * sizeof(T));
        GC.RemoveMemoryPressure(Math.Max(1, Length * sizeof(T)));
    }
}

/// <summary>Asks Linux to back memory with huge pages; elsewhere, and where it refuses, nothing happens.</summary>
internal static unsafe class HugePages
{
    private const int MadvHugePage = 14;

    public static void Advise(void* start, nuint bytes)
    {
        if (OperatingSystem.IsLinux())
            _ = MemoryAdvise(start, bytes, MadvHugePage);
    }

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MemoryAdvise(void* start, nuint bytes, int advice);
}

/// <summary>All buffers of this process.</summary>
internal static class NativeBuffers
{
    /// <summary>What they hold.</summary>
    public static long Bytes;
}
