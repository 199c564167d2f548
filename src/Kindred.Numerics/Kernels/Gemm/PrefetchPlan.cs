using System.Runtime.CompilerServices;

namespace Kindred.Numerics.Kernels.Gemm;

/// <summary>Memory that will be read soon: <paramref name="count"/> pieces of <paramref name="length"/> bytes, <paramref name="step"/> bytes apart, cut into <paramref name="parts"/>.</summary>
/// <remarks>Asked for in small parts, one with each tile, it arrives in the second-level cache while the vector units work.</remarks>
internal readonly unsafe struct PrefetchPlan(byte* start, int count, int length, nint step, int parts)
{
    public const int MaxRuns = 16;

    private readonly int _part = PartOf(count, length, step, parts);

    public bool IsEmpty => count == 0;

    /// <summary>Points at part <paramref name="part"/>: its pieces, or what lies in one. Returns how many runs it takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int AddPrefetches(PrefetchRun* runs, int part)
    {
        if (_part > 0)
        {
            var offset = part * _part;
            *runs = PrefetchRun.Over(start + (offset / length * step) + (offset % length), _part);
            return 1;
        }

        var first = (int)((long)count * part / parts);
        var pieces = Math.Min((int)((long)count * (part + 1) / parts) - first, MaxRuns);
        for (var run = 0; run < pieces; run++)
            runs[run] = PrefetchRun.Over(start + ((first + run) * step), length);
        return pieces;
    }

    private static int PartOf(int count, int length, nint step, int parts)
    {
        var part = (int)((long)count * length / parts);
        return part <= length || step == length ? part : 0;
    }
}
