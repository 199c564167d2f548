using System.Runtime.InteropServices;

namespace Kindred.Numerics.Kernels;

/// <summary>Zeroed memory outside the garbage collector, aligned to 64 bytes, for kernels that work on pointers.</summary>
/// <remarks>Large blocks are aligned to 2 MiB and advised as huge pages where the system knows them: packed panels then need few page entries.</remarks>
internal sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private const nuint HugePage = 1 << 21;

    public NativeBuffer(long length)
    {
        Length = length;
        var bytes = (nuint)Math.Max(64, checked(length * sizeof(T)));
        var huge = bytes >= HugePage && OperatingSystem.IsLinux();
        bytes = huge ? (bytes + HugePage - 1) & ~(HugePage - 1) : (bytes + 63) & ~(nuint)63;
        Pointer = (T*)NativeMemory.AlignedAlloc(bytes, huge ? HugePage : 64);
        if (huge)
            HugePages.Advise(Pointer, bytes);
        NativeMemory.Clear(Pointer, bytes);
        GC.AddMemoryPressure(Math.Max(1, length * sizeof(T)));
    }

    ~NativeBuffer() => Free();

    public long Length { get; }

    public T* Pointer { get; private set; }

    /// <summary>The first <see cref="Length"/> values, as far as a span can reach.</summary>
    public Span<T> Span => new(Pointer, checked((int)Length));

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (Pointer == null)
            return;
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
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
