using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Numerics.Kernels;

/// <summary>Memory that will be read soon: <paramref name="count"/> runs of <paramref name="length"/> bytes, <paramref name="step"/> bytes apart.</summary>
/// <remarks>Asked for in small parts between tiles, it arrives in the second-level cache while the vector units work.</remarks>
internal readonly unsafe struct GemmAhead(byte* start, int count, int length, nint step)
{
    private const int Line = 64;

    /// <summary>Asks for part <paramref name="part"/> of <paramref name="parts"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(int part, int parts)
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
