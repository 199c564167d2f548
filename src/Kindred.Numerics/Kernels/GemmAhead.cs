using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Numerics.Kernels;

/// <summary>Memory that will be read soon: <paramref name="count"/> runs of <paramref name="length"/> bytes, <paramref name="step"/> bytes apart, cut into <paramref name="parts"/>.</summary>
/// <remarks>Asked for in small parts, one with each tile, it arrives in the second-level cache while the vector units work.</remarks>
internal readonly unsafe struct GemmAhead(byte* start, int count, int length, nint step, int parts)
{
    private const int Line = 64;

    private readonly int _part = (int)((long)count * length / parts);

    /// <summary>Part <paramref name="part"/>, for a kernel to ask for; nothing where the runs are too short for that and do not follow each other.</summary>
    public GemmFetch Part(int part)
    {
        if (_part == 0 || (_part > length && step != length))
            return default;
        var offset = part * _part;
        var from = start + (offset / length * step) + (offset % length);
        return new GemmFetch(from, from + (_part / GemmFetch.Runs), from + (_part / GemmFetch.Runs * 2));
    }

    /// <summary>Asks for part <paramref name="part"/> at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(int part)
    {
        if (Sse.IsSupported && count > 0)
            FetchRuns((int)((long)count * part / parts), (int)((long)count * (part + 1) / parts));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FetchRuns(int first, int end)
    {
        for (var run = first; run < end; run++)
        {
            var from = start + (run * step);
            var last = from + length - 1;
            for (var line = (byte*)((nint)from & ~(Line - 1)); line <= last; line += Line)
                Sse.Prefetch1(line);
        }
    }
}
