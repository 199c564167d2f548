using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Sums;

namespace Kindred.Clustering.Lloyd;

/// <summary>The units of fixed-point sums (<see cref="FixedPointSums"/>) of rows that come from a source: one pass over the share of this process.</summary>
internal static class StreamedUnits
{
    private const long WindowBytes = 8L << 20;

    public static double[] Of(IRowSource source, RowShard shard, CancellationToken cancellation)
    {
        var (largest, window) = (new float[source.Columns], source.RowsIn(WindowBytes));
        for (var start = 0; start < shard.Count; start += window)
        {
            cancellation.ThrowIfCancellationRequested();
            FixedPointSums.Raise(largest, source.Slice(shard.First + start, Math.Min(window, shard.Count - start)).Values);
        }

        shard.Communicator.Max(largest);
        return FixedPointSums.Units(largest, shard.Total);
    }
}
