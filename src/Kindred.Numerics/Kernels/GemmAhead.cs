using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Numerics.Kernels;

/// <summary>Memory that will be read soon: <paramref name="count"/> runs of <paramref name="length"/> bytes, <paramref name="step"/> bytes apart, cut into <paramref name="parts"/>.</summary>
/// <remarks>Asked for in small parts, one with each tile, it arrives in the second-level cache while the vector units work.</remarks>
internal readonly unsafe struct GemmAhead(byte* start, int count, int length, nint step, int parts)
{
    private const int Line = 64;

    private readonly int _part = PartOf(count, length, step, parts);

    /// <summary>Whether kernels can ask for the parts; not where the runs are short and do not follow each other.</summary>
    public bool HasParts => _part > 0;

    /// <summary>Part <paramref name="part"/>, for a kernel to ask for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GemmFetch Part(int part)
    {
        var offset = part * _part;
        return GemmFetch.Thirds(start + (offset / length * step) + (offset % length), _part);
    }

    /// <summary>Asks for part <paramref name="part"/> at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(int part)
    {
        if (Sse.IsSupported && count > 0)
            FetchRuns((int)((long)count * part / parts), (int)((long)count * (part + 1) / parts));
    }

    private static int PartOf(int count, int length, nint step, int parts)
    {
        var part = (int)((long)count * length / parts);
        return part <= length || step == length ? part : 0;
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
