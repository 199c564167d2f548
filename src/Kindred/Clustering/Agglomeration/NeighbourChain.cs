using Kindred.Numerics;

namespace Kindred.Clustering.Agglomeration;

/// <summary>Merges clusters that are each other's nearest, found at the end of chains in which each is the nearest of the one before.</summary>
/// <remarks>Murtagh 1983, doi:10.1093/comjnl/26.4.354; Müllner 2011, arXiv:1109.2378. Gives the same dendrogram as merging the two nearest
/// each time, for linkages by which no merge brings clusters nearer to others than both its parts were. A chain grows only to what is
/// nearer than the link before, so it ends.</remarks>
internal static class NeighbourChain
{
    /// <summary>rows − 1 merges, each named by a row of either cluster, as they are found.</summary>
    public static List<(int First, int Second, double Height)> Run(
        IClusterDistances clusters, Func<float, double> height, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var rows = clusters.Count;
        var (members, merges, chain) = (Enumerable.Range(0, rows).ToArray(), new List<(int, int, double)>(rows), new List<int>());  // a row of every slot's cluster
        while (clusters.Count > 1)
        {
            cancellation.ThrowIfCancellationRequested();
            if (chain.Count == 0)
                chain.Add(0);
            var previous = chain.Count > 1 ? chain[^2] : -1;
            var (nearest, distance) = clusters.Nearest(chain[^1], previous);
            if (nearest != previous)
            {
                chain.Add(nearest);
                continue;
            }

            var (into, from) = (chain[^2], chain[^1]);
            merges.Add((members[into], members[from], height(distance)));
            chain.RemoveRange(chain.Count - 2, 2);
            clusters.Merge(into, from);
            members[from] = members[clusters.Count];
            if (chain.IndexOf(clusters.Count) is var moved and >= 0)
                chain[moved] = from;
            if ((merges.Count & 1023) == 0)
                progress?.Report(new FitProgress("merges", merges.Count, rows - 1, merges[^1].Item3));
        }

        return merges;
    }
}
