using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>How one cluster hangs together.</summary>
/// <param name="Share">The mean share of its rows' neighbours that are in it too, in [0, 1]; NaN without rows.</param>
/// <param name="Parts">Connected parts of it, by neighbours within it, taken either way.</param>
/// <param name="LargestPart">The share of its rows that are in the largest; NaN without rows.</param>
public readonly record struct ClusterConnectedness(double Share, int Parts, double LargestPart);

/// <summary>Whether clusters are where neighbours are, in the space that was clustered.</summary>
/// <param name="Share">The mean share of a clustered row's neighbours that are in its cluster, in [0, 1]; NaN where no row is in a cluster.</param>
/// <param name="OfCluster">By cluster.</param>
/// <param name="RowShares">Of every row; 0 for those in no cluster.</param>
public sealed record Connectedness(double Share, ValueList<ClusterConnectedness> OfCluster, ValueList<float> RowShares)
{
    /// <param name="neighbours">The nearest rows of every row.</param>
    /// <param name="clusters">Of every row, numbered from 0; −1 for none. Rows in none are no one's neighbours within a cluster.</param>
    /// <exception cref="ArgumentException">The rows differ in number, or a cluster is below −1.</exception>
    public static Connectedness Of(NeighbourTable neighbours, ReadOnlySpan<int> clusters)
    {
        ArgumentNullException.ThrowIfNull(neighbours);
        if (neighbours.Rows != clusters.Length)
            throw new ArgumentException($"Every row needs neighbours and a cluster; there are neighbours of {neighbours.Rows} rows and {clusters.Length} clusters.");
        var count = Categories.CountBelow(Noise.AsCluster(clusters), "cluster", Math.Max(1 << 20, clusters.Length)) - (clusters.Contains(Noise.Cluster) ? 1 : 0);
        var (shares, sums, sizes) = (new float[clusters.Length], new double[count], new int[count]);
        var sets = new DisjointSets(clusters.Length);
        for (var i = 0; i < clusters.Length; i++)
        {
            if (clusters[i] == Noise.Cluster)
                continue;
            var within = 0;
            foreach (var other in neighbours.Indices(i))
            {
                if (clusters[other] != clusters[i])
                    continue;
                within++;
                sets.Join(i, other);
            }

            shares[i] = (float)within / neighbours.Count;
            sums[clusters[i]] += (double)within / neighbours.Count;
            sizes[clusters[i]]++;
        }

        var (parts, largest) = Parts(sets, clusters, count);
        return new Connectedness(
            sums.Sum() / sizes.Sum(),
            [.. Enumerable.Range(0, count).Select(c => new ClusterConnectedness(sums[c] / sizes[c], parts[c], (double)largest[c] / sizes[c]))],
            ValueList.Create<float>(shares));
    }

    private static (int[] Count, int[] Largest) Parts(DisjointSets sets, ReadOnlySpan<int> clusters, int count)
    {
        var (parts, largest) = (new int[count], new int[count]);
        for (var i = 0; i < clusters.Length; i++)
        {
            if (clusters[i] == Noise.Cluster || sets.Find(i) != i)
                continue;
            parts[clusters[i]]++;
            largest[clusters[i]] = Math.Max(largest[clusters[i]], sets.Size(i));
        }

        return (parts, largest);
    }
}
