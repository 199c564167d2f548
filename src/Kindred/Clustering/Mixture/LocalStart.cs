using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering.Mixture;

/// <summary>A start that sees wide and narrow groups alike: rows far apart for how closely rows lie about them become seeds, and every row goes to the nearest in that measure.</summary>
/// <remarks>The distances ‖x − y‖² / (spacing(x) spacing(y))^½ are those of Zelnik-Manor and Perona, "Self-tuning spectral clustering", NIPS 2004; seeds are drawn as in
/// Arthur and Vassilvitskii, SODA 2007.</remarks>
internal static class LocalStart
{
    /// <summary>The seed, in [0, count), that every row goes to.</summary>
    public static int[] Clusters(Matrix x, double[] spacing, int count, Rng rng, CancellationToken cancellation)
    {
        var (labels, closest) = (new int[x.Rows], new double[x.Rows]);
        Array.Fill(closest, double.PositiveInfinity);
        var seed = rng.NextInt(x.Rows);
        for (var c = 0; c < count; c++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (own, cluster) = (seed, c);
            WorkerPool.ForEachChunk(x.Rows, (_, start, end) =>
            {
                for (var i = start; i < end; i++)
                {
                    var distance = SquaredDistance(x.Row(i), x.Row(own)) / Math.Sqrt(spacing[i] * spacing[own]);
                    if (distance < closest[i])
                        (closest[i], labels[i]) = (distance, cluster);
                }
            });
            seed = Draw(closest, rng);
        }

        return labels;
    }

    /// <summary>A row with a probability in proportion to its distance; the last with any where rounding carries past the end.</summary>
    private static int Draw(double[] closest, Rng rng)
    {
        var target = rng.NextDouble() * closest.Sum();
        var last = 0;
        for (var i = 0; i < closest.Length; i++)
        {
            if (closest[i] == 0)
                continue;
            last = i;
            target -= closest[i];
            if (target < 0)
                break;
        }

        return last;
    }

    private static double SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sum = 0.0;
        for (var j = 0; j < x.Length; j++)
            sum += ((double)x[j] - y[j]) * ((double)x[j] - y[j]);
        return sum;
    }
}
