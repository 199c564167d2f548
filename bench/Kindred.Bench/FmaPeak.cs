using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Bench;

/// <summary>How many operations a second multiply-adds reach that touch registers alone: what no kernel can exceed.</summary>
internal static class FmaPeak
{
    private const int Turns = 1 << 22;
    private const int Chains = 16;  // as many as hide the latency of four or five cycles on two ports
    private const int Tries = 7;

    /// <summary>The best of some tries on all threads, in operations (two a multiply-add) a second.</summary>
    public static double Measure(CancellationToken cancellation)
    {
        var (best, threads) = (0.0, Parallelism.Threads);
        for (var i = 0; i < Tries; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var begun = Stopwatch.GetTimestamp();
            WorkerPool.Run(threads, (_, _) => _ = Turn());
            best = Math.Max(best, 2.0 * Vector512<float>.Count * Chains * Turns * threads / Stopwatch.GetElapsedTime(begun).TotalSeconds);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]  // so that nobody sees that its result is not used
    private static float Turn()
    {
        var (a, b) = (Vector512.Create(0.999f), Vector512.Create(0.001f));
        Vector512<float> c0 = a, c1 = b, c2 = a, c3 = b, c4 = a, c5 = b, c6 = a, c7 = b, c8 = a, c9 = b, c10 = a, c11 = b, c12 = a, c13 = b, c14 = a, c15 = b;
        for (var i = 0; i < Turns; i++)
        {
            c0 = Vector512.FusedMultiplyAdd(c0, a, b);
            c1 = Vector512.FusedMultiplyAdd(c1, a, b);
            c2 = Vector512.FusedMultiplyAdd(c2, a, b);
            c3 = Vector512.FusedMultiplyAdd(c3, a, b);
            c4 = Vector512.FusedMultiplyAdd(c4, a, b);
            c5 = Vector512.FusedMultiplyAdd(c5, a, b);
            c6 = Vector512.FusedMultiplyAdd(c6, a, b);
            c7 = Vector512.FusedMultiplyAdd(c7, a, b);
            c8 = Vector512.FusedMultiplyAdd(c8, a, b);
            c9 = Vector512.FusedMultiplyAdd(c9, a, b);
            c10 = Vector512.FusedMultiplyAdd(c10, a, b);
            c11 = Vector512.FusedMultiplyAdd(c11, a, b);
            c12 = Vector512.FusedMultiplyAdd(c12, a, b);
            c13 = Vector512.FusedMultiplyAdd(c13, a, b);
            c14 = Vector512.FusedMultiplyAdd(c14, a, b);
            c15 = Vector512.FusedMultiplyAdd(c15, a, b);
        }

        return Vector512.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11 + c12 + c13 + c14 + c15);
    }
}
