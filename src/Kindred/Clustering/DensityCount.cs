using Kindred.Clustering.Density;
using Kindred.Graphs;
using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>Estimates how many clusters rows fall into that a manifold has been unfolded for (UMAP to some ten columns), by where they are dense; and clusters them so.</summary>
/// <remarks>HDBSCAN whose smallest cluster grows with the rows. How far the count depends on the rule is seen at other smallest sizes, and where
/// the parts of a cluster count half or twice what they hold. Beside it, where their tree is known, communities with fewer links
/// between them than a fifth of what chance would put there.</remarks>
public sealed record DensityCount
{
    private const double LeastLinkRatio = 0.2;

    /// <summary>Rows of the smallest cluster, as a share of all; never fewer than five.</summary>
    public double LeastShare { get; init => field = Guard.Positive(value); } = 0.02;

    /// <param name="x">The unfolded rows.</param>
    /// <param name="communities">Communities of the rows' graph, many more than clusters, and their merges; null asks densities only.</param>
    /// <param name="progress">Hears of the stages.</param>
    /// <param name="cancellation">Stops within a stage.</param>
    /// <exception cref="ArgumentException">There are fewer than five rows, no columns, or values that are not finite.</exception>
    public ClusterCountRange Fit(Matrix x, MergeTree? communities = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: 5);
        var size = Math.Max(5, (int)Math.Round(LeastShare * x.Rows));
        var linkage = SingleLinkage.Of(x, Math.Min(15, Math.Max(3, x.Rows / 100)), progress, cancellation).Linkage;
        var clusters = Clusters(linkage, size);
        int[] counts =
        [
            .. Sizes(size, MiddleSize(clusters)).Select(other => Count(Clusters(linkage, other))),
            Count(Clusters(linkage, size, weightOfParts: 0.5)),
            Count(Clusters(linkage, size, weightOfParts: 2)),
        ];
        return ClusterCountRange.Of(
            Count(clusters), counts.Min(), counts.Max(), communities?.CountAt(LeastLinkRatio), WithoutNoise(x, clusters, progress, cancellation));
    }

    // A quarter and half the size of the rule, and up to twice, but so that no cluster of usual size would be too small.
    private static int[] Sizes(int size, int middle) => [Math.Max(5, size / 4), Math.Max(5, size / 2), size, Math.Clamp(middle / 2, size, 2 * size)];

    /// <summary>Half the clusters have so many rows or more; 0 where there are none.</summary>
    private static int MiddleSize(int[] clusters)
    {
        var sizes = new int[clusters.Max() + 1];
        foreach (var cluster in clusters.Where(cluster => cluster != Membership.NoCluster))
            sizes[cluster]++;
        Array.Sort(sizes);
        return sizes.Length == 0 ? 0 : sizes[sizes.Length / 2];
    }

    private static int Count(int[] clusters) => Math.Max(1, clusters.Max() + 1);

    private static int[] Clusters(SingleLinkage linkage, int size, double weightOfParts = 1)
    {
        var tree = new CondensedTree(linkage, size);
        var hierarchy = DensityHierarchy.Of(tree, ClusterSelection.Owners(tree, HdbscanSelection.ExcessOfMass, allowSingleCluster: false, weightOfParts));
        return [.. Enumerable.Range(0, linkage.Rows).Select(row => hierarchy.Joining(row, 0).Cluster)];
    }

    /// <summary>Rows in no cluster go where the nearest row in one is; all into one where there is none.</summary>
    private static int[] WithoutNoise(Matrix x, int[] clusters, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        int[] kept = [.. Enumerable.Range(0, clusters.Length).Where(row => clusters[row] != Membership.NoCluster)];
        int[] noise = [.. Enumerable.Range(0, clusters.Length).Where(row => clusters[row] == Membership.NoCluster)];
        if (kept.Length == 0)
            return new int[clusters.Length];
        var whole = (int[])clusters.Clone();
        if (noise.Length == 0)
            return whole;
        var nearest = new NearestNeighbours { Count = 1 }.Query(x.Take(kept), x.Take(noise), progress, cancellation);
        for (var i = 0; i < noise.Length; i++)
            whole[noise[i]] = clusters[kept[nearest.Indices(i)[0]]];
        return whole;
    }
}
