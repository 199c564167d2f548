using Kindred.Clustering;
using Kindred.Graphs;
using Kindred.Neighbours;
using Kindred.Numerics;
using Kindred.Runs;

namespace Kindred.Recipes;

/// <summary>The parts that clusters fall into by themselves, and the tree that merges parts to clusters and clusters to one.</summary>
internal static class ClusterParts
{
    private const int LeastRows = 5;
    private const double LeastLinkRatio = 0.2;  // as where groups are counted
    private const int MostParts = 500;  // of all rows: a part holds at least one in so many

    /// <summary>Parts are the communities of each cluster's own graph (Leiden, modularity), the small ones merged with those they have most links to.</summary>
    /// <returns>The tree, null where no row is in a cluster; and the leaf of every row, −1 for those in none.</returns>
    public static (ClusterTree? Tree, int[] Leaves) Of(NeighbourGraph graph, Matrix rows, int[] clusters, int count, ulong seed, CancellationToken cancellation)
    {
        var leaves = new int[clusters.Length];
        leaves.AsSpan().Fill(Membership.NoCluster);
        var (clusterOfLeaf, styles) = (new List<int>(), 0);
        var least = Math.Max(LeastRows, clusters.Length / MostParts);
        for (var cluster = 0; cluster < count; cluster++)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] own = [.. Enumerable.Range(0, clusters.Length).Where(row => clusters[row] == cluster)];
            if (own.Length == 0)
                continue;
            var (parts, apart) = Parts(graph.Cut(own), rows.Take(own), least, seed, cancellation);
            styles += apart;
            for (var i = 0; i < own.Length; i++)
                leaves[own[i]] = clusterOfLeaf.Count + parts[i];
            clusterOfLeaf.AddRange(Enumerable.Repeat(cluster, parts.Max() + 1));
        }

        if (clusterOfLeaf.Count == 0)
            return (null, leaves);
        int[] clustered = [.. Enumerable.Range(0, clusters.Length).Where(row => leaves[row] >= 0)];
        var partition = new Partition(Array.ConvertAll(clustered, row => leaves[row]), clusterOfLeaf.Count, 1, 0);
        var tree = MergeTree.Within(graph.Cut(clustered), partition, clusterOfLeaf, rows.Take(clustered));
        return (new ClusterTree([.. clusterOfLeaf], [.. tree.Merges], styles), leaves);
    }

    /// <summary>The leaf of rows that are not in the graph: that of the nearest row of the same cluster, else the largest of the cluster.</summary>
    public static int[] Nearest(ClusterTree tree, int[] leaves, NeighbourTable nearest, int[] clusters)
    {
        var largest = leaves.Where(leaf => leaf >= 0).GroupBy(leaf => tree.ClusterOfLeaf[leaf])
            .ToDictionary(cluster => cluster.Key, cluster => cluster.CountBy(leaf => leaf).MaxBy(leaf => (leaf.Value, -leaf.Key)).Key);
        var found = new int[clusters.Length];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = largest.GetValueOrDefault(clusters[i], Membership.NoCluster);
            foreach (var row in nearest.Indices(i))
            {
                if (clusters[i] >= 0 && leaves[row] >= 0 && tree.ClusterOfLeaf[leaves[row]] == clusters[i])
                {
                    found[i] = leaves[row];
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>The part of every row, and how many of the parts have fewer links between them than a fifth of what chance would put there.</summary>
    private static (int[] Parts, int Styles) Parts(NeighbourGraph graph, Matrix places, int least, ulong seed, CancellationToken cancellation)
    {
        if (graph.Rows < 2 * least)
            return (new int[graph.Rows], 1);
        var tree = MergeTree.Of(graph, new CommunityDetection { Seed = seed }.Of(graph, cancellation), places);
        for (var count = Math.Min(tree.LeafCount, graph.Rows / least); count > 1; count--)
        {
            var cut = tree.Cut(count);
            if (cut.CountBy(part => part).Min(part => part.Value) >= least)
                return (cut, Math.Min(count, tree.CountAt(LeastLinkRatio)));
        }

        return (new int[graph.Rows], 1);
    }
}
