using System.Runtime.CompilerServices;

namespace Kindred.Numerics.Kernels.Gemm;

/// <summary>Memory that a kernel asks for as it goes, one line a turn, run after run; with no runs left it asks for nothing.</summary>
/// <remarks>Asked for all at once, or twice, lines would keep the processor from reading what it multiplies.</remarks>
internal readonly unsafe struct PrefetchList(PrefetchRun* runs, int count)
{
    /// <summary>The rows of a tile, what follows on it and what comes next.</summary>
    public const int MaxRuns = 8 + PrefetchRun.MaxThen + PrefetchPlan.MaxRuns;

    public PrefetchRun* Runs => runs;

    public int Count => count;
}

/// <summary>Memory that lies in one piece, and for how many turns it is asked for: one line each.</summary>
internal unsafe struct PrefetchRun
{
    /// <summary>As many as an <see cref="IGemmEpilogue{T}"/> may ask for.</summary>
    public const int MaxThen = 12;

    private const int Line = 64;

    public byte* Start;

    public nint Turns;

    /// <summary>The lines that <paramref name="bytes"/> from <paramref name="start"/> on touch, and no other: the next may be another thread's to write.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PrefetchRun Over(void* start, nint bytes) => new() { Start = (byte*)start, Turns = (((nint)start & (Line - 1)) + bytes + Line - 1) / Line };
}
