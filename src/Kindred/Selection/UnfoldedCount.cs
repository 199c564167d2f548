using Kindred.Clustering;
using Kindred.Graphs;
using Kindred.Manifold;
using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Selection;

/// <summary>How many clusters rows fall into, whatever their shape: their neighbour graph is unfolded to ten columns, and dense places are counted; beside it, communities with few links between them.</summary>
/// <remarks>UMAP and HDBSCAN by docs/decisions/0014. The answer is a number with a range: kinds have styles, and nobody but the reader knows which count.</remarks>
public sealed record UnfoldedCount
{
    private const int Columns = 10;
    private const int MostNeighbours = 30;

    /// <summary>Rows that are looked at: all, or so many drawn by chance.</summary>
    public int MaxRows { get; init => field = Guard.Positive(value); } = 20_000;

    /// <summary>Fewer rows than this have no shape to unfold.</summary>
    public const int LeastRows = 50;

    public ulong Seed { get; init; }

    /// <exception cref="ArgumentException">There are fewer rows than <see cref="LeastRows"/>, no columns, or values that are not finite.</exception>
    public ClusterCountRange Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: LeastRows);
        var rows = x.Rows <= MaxRows ? x : x.Take(new Rng(Seed).Permutation(x.Rows).AsSpan(0, MaxRows));
        var graph = NeighbourGraph.FuzzyUnion(NeighbourSearch.Of(rows, NeighboursFor(rows.Rows), seed: Seed, progress: progress, cancellation: cancellation));
        var unfolded = new Umap { Components = Columns, MinDistance = 0, Seed = Seed }.Embed(graph, progress, cancellation);
        var communities = new CommunityDetection { Seed = Seed }.TreeOf(graph, rows, cancellation);
        return new DensityCount().Fit(unfolded, communities, progress, cancellation);
    }

    /// <summary>Two fifths of √rows, from 5 to 30: few neighbours show every style of a kind, and of few rows many would join kinds.</summary>
    private static int NeighboursFor(int rows) => Math.Clamp((int)Math.Round(0.4 * Math.Sqrt(rows)), 5, MostNeighbours);
}
