using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Asks whether clusters come again when random parts of the rows are clustered anew.</summary>
/// <remarks>Hennig 2007, doi:10.1016/j.csda.2006.11.025, by subsets: rows drawn twice, as by the bootstrap, would be dense spots to some methods.</remarks>
public sealed record Resampling
{
    /// <summary>Parts that are drawn.</summary>
    public int Count { get; init => field = Guard.Positive(value); } = 20;

    /// <summary>Rows in a part, as a share of all, in (0, 1).</summary>
    public double Share
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Share), value, "The share must be greater than zero and less than one.");
    } = 0.5;

    public ulong Seed { get; init; }

    /// <param name="clusters">Of every row, numbered from 0; −1 for none.</param>
    /// <param name="cluster">The same method: takes numbers of rows, ascending, and gives a cluster or −1 for each.</param>
    /// <param name="progress">Hears of every part.</param>
    /// <param name="cancellation">Stops between parts.</param>
    /// <exception cref="ArgumentException">There are fewer than two rows in a part, a cluster is below −1, or the method gives another number of clusters than it got rows.</exception>
    public Stability Of(
        ReadOnlySpan<int> clusters, Func<int[], IReadOnlyList<int>> cluster, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var size = (int)(Share * clusters.Length);
        if (size < 2)
            throw new ArgumentException($"A part of {Share} of {clusters.Length} rows has fewer than two rows; more rows or a larger {nameof(Share)} are needed.", nameof(clusters));
        var (rng, all, sum) = (new Rng(Seed), clusters.ToArray(), 0.0);
        var count = Categories.CountBelow(Noise.AsCluster(all), "cluster", Math.Max(1 << 20, all.Length));
        var (overlaps, seen) = (new double[count], new int[count]);
        var (draws, returns) = (new int[all.Length], new int[all.Length]);
        for (var part = 0; part < Count; part++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new FitProgress("stability", part, Count, sum / Math.Max(1, part)));
            var rows = rng.Split(part).Permutation(all.Length)[..size];
            Array.Sort(rows);
            int[] anew = [.. cluster(rows)];
            if (anew.Length != size)
                throw new ArgumentException($"The method got {size} rows and gave {anew.Length} clusters.", nameof(cluster));
            var known = Array.ConvertAll(rows, row => all[row]);
            sum += Agreement.Of(known, anew);
            AddOverlaps(known, anew, overlaps, seen);
            AddReturns(rows, known, anew, draws, returns);
        }

        var named = all.Max() + 1;
        return new Stability(sum / Count, [.. Enumerable.Range(0, named).Select(c => seen[c] > 0 ? overlaps[c] / seen[c] : double.NaN)], Count, ValueList.Create<int>(draws), ValueList.Create<int>(returns));
    }

    // A row comes again where it is in the new cluster that its own is paired with, of all pairings the one with most rows.
    private static void AddReturns(int[] rows, int[] known, int[] anew, int[] draws, int[] returns)
    {
        int[] clustered = [.. Enumerable.Range(0, rows.Length).Where(i => known[i] != Noise.Cluster)];
        if (clustered.Length == 0)
            return;
        var none = anew.Max() + 1;  // rows that are in no new cluster do not come again
        var pairs = Contingency.Of(
            Array.ConvertAll(clustered, i => known[i]), Array.ConvertAll(clustered, i => anew[i] == Noise.Cluster ? none : anew[i])).ClusterOfClass;
        foreach (var i in clustered)
        {
            draws[rows[i]]++;
            returns[rows[i]] += anew[i] != Noise.Cluster && pairs[known[i]] == anew[i] ? 1 : 0;
        }
    }

    // For every cluster with rows here, adds the largest |A ∩ B| / |A ∪ B| over the new clusters B.
    private static void AddOverlaps(int[] known, int[] anew, double[] overlaps, int[] seen)
    {
        var (sizes, news) = (new int[overlaps.Length], new int[anew.Max() + 2]);
        var shared = new Dictionary<(int Known, int Anew), int>();
        for (var i = 0; i < known.Length; i++)
        {
            news[anew[i] + 1]++;
            if (known[i] == Noise.Cluster)
                continue;
            sizes[known[i]]++;
            if (anew[i] != Noise.Cluster)
                shared[(known[i], anew[i])] = shared.GetValueOrDefault((known[i], anew[i])) + 1;
        }

        var best = new double[overlaps.Length];
        foreach (var (pair, both) in shared)
            best[pair.Known] = Math.Max(best[pair.Known], (double)both / (sizes[pair.Known] + news[pair.Anew + 1] - both));
        for (var c = 0; c < best.Length; c++)
        {
            overlaps[c] += best[c];
            seen[c] += sizes[c] > 0 ? 1 : 0;
        }
    }
}
