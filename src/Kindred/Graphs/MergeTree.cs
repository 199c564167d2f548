using Kindred.Graphs.Communities;
using Kindred.Numerics;

namespace Kindred.Graphs;

/// <summary>Two clusters that become one.</summary>
/// <param name="First">A leaf, below the number of leaves, or leaves + i for what the i-th merge made.</param>
/// <param name="Second">The other.</param>
/// <param name="LinkRatio">Weight of the edges between them over what chance would put there, w₁₂ 2m / (K₁ K₂); 0 where no edge joins them.</param>
/// <param name="Rows">Rows of both.</param>
public readonly record struct Merge(int First, int Second, double LinkRatio, int Rows);

/// <summary>Communities merged greedily until one is left: those with the most links beyond chance first, those without any last.</summary>
public sealed class MergeTree
{
    private readonly int[] _leaves;

    /// <summary>A tree whose merges are known.</summary>
    /// <param name="leaves">The leaf of every row.</param>
    /// <param name="merges">One fewer than there are leaves.</param>
    internal MergeTree(int[] leaves, Merge[] merges) => (_leaves, Merges) = (leaves, ValueList.Create<Merge>(merges));

    /// <summary>In the order in which they are made; ratios mostly fall, but merging can make a ratio rise.</summary>
    public ValueList<Merge> Merges { get; }

    public int LeafCount => Merges.Count + 1;

    /// <summary>The leaf of every row, in [0, <see cref="LeafCount"/>).</summary>
    public ReadOnlySpan<int> Leaves => _leaves;

    /// <summary>The tree over the communities of a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="leaves">Its communities.</param>
    /// <param name="places">Where the rows lie: of clusters that no edge joins, the two are merged whose squares about their means gain least (Ward 1963). Without, the two of the fewest rows.</param>
    public static MergeTree Of(NeighbourGraph graph, Partition leaves, Matrix? places = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(leaves);
        if (leaves.Communities.Length != graph.Rows || (places is not null && places.Rows != graph.Rows))
            throw new ArgumentException($"A community and a place are needed for each of {graph.Rows} rows, got {leaves.Communities.Length} and {places?.Rows}.", nameof(leaves));
        return new MergeTree((int[])leaves.Communities.Clone(), GreedyMerging.Run(graph, leaves, places));
    }

    /// <summary>The tree by the places alone, where edges cannot say which communities belong together.</summary>
    internal static MergeTree ByPlaces(NeighbourGraph graph, Partition leaves, Matrix places, CancellationToken cancellation = default) =>
        new((int[])leaves.Communities.Clone(), GreedyMerging.RunByPlaces(graph, leaves, places, cancellation));

    /// <summary>The tree over parts of known clusters: the parts of each are merged until it is whole, and then the clusters. So the cut at their number is they themselves.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="leaves">The parts.</param>
    /// <param name="clusters">The cluster of every part.</param>
    /// <param name="places">As for <see cref="Of"/>.</param>
    public static MergeTree Within(NeighbourGraph graph, Partition leaves, IReadOnlyList<int> clusters, Matrix? places = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(leaves);
        ArgumentNullException.ThrowIfNull(clusters);
        if (clusters.Count != leaves.Count)
            throw new ArgumentException($"Each of {leaves.Count} parts needs a cluster, got {clusters.Count}.", nameof(clusters));
        return new MergeTree((int[])leaves.Communities.Clone(), GreedyMerging.Run(graph, leaves, places, clusters));
    }

    /// <summary>The cluster of every row when <paramref name="count"/> are left, named by a leaf or merge in no particular order, in [0, <paramref name="count"/>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer leaves, or the count is not positive.</exception>
    public int[] Cut(int count)
    {
        if (count < 1 || count > LeafCount)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"A tree of {LeafCount} leaves can be cut into 1 to {LeafCount} clusters, not {count}.");
        var (parents, names, next) = (Numbering.Identity((2 * LeafCount) - 1), new int[(2 * LeafCount) - 1], 0);
        for (var i = 0; i < LeafCount - count; i++)
            parents[Merges[i].First] = parents[Merges[i].Second] = LeafCount + i;
        for (var node = (2 * LeafCount) - count - 1; node >= 0; node--)
            names[node] = parents[node] == node ? next++ : names[parents[node]];
        return Array.ConvertAll(_leaves, leaf => names[leaf]);
    }

    /// <summary>Clusters left when merging stops before the first merge whose ratio is below <paramref name="linkRatio"/>.</summary>
    public int CountAt(double linkRatio)
    {
        var made = 0;
        while (made < Merges.Count && Merges[made].LinkRatio >= linkRatio)
            made++;
        return LeafCount - made;
    }
}
