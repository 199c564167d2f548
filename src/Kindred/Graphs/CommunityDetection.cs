using Kindred.Graphs.Communities;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Graphs;

/// <summary>Leiden: communities of a graph, each connected, that local moves cannot make better.</summary>
/// <remarks>Traag, Waltman and van Eck 2019, doi:10.1038/s41598-019-41695-z. A run keeps to one thread, restarts share all; the same seed gives the same bits.</remarks>
public sealed record CommunityDetection
{
    private const int MaxSteps = 10;            // of the search for a resolution that gives a wanted count
    private const double LeastShare = 1.0 / 32; // of the resolution: communities below are hardly more than connected parts
    private const double OverResolution = 8;    // many times more communities than anyone will look at
    private const double Randomness = 0.01;     // θ of the paper, in mean weights of an edge

    public QualityFunction Quality { get; init; }

    /// <summary>γ: larger gives more communities. 1 is Newman and Girvan's modularity.</summary>
    public double Resolution { get; init => field = Guard.Positive(value); } = 1;

    /// <summary>Passes through all levels, each from the communities of the one before; it ends early when nothing moves.</summary>
    public int MaxIterations { get; init => field = Guard.Positive(value); } = 2;

    /// <summary>Runs at the same resolution, each with random numbers of its own; the one of the greatest quality is taken, of equally good ones the first.</summary>
    public int Restarts { get; init => field = Guard.Positive(value); } = 1;

    public ulong Seed { get; init; }

    /// <summary>The communities of <paramref name="graph"/>.</summary>
    public Partition Of(NeighbourGraph graph, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var level = Level.Of(graph, Quality);
        return BestOf(graph, level, Find(graph, level, Resolution, restart: 0, cancellation), wanted: null, cancellation);
    }

    /// <summary>Exactly <paramref name="count"/> communities: the resolution is doubled or halved, then bisected geometrically, until so many come by themselves, at most ten times;
    /// of the <see cref="Restarts"/> there those that give so many compete. Else the fewest found above that are merged, those with most links beyond chance first (<see cref="MergeTree"/>).
    /// By modularity, with <paramref name="places"/>: where the graph is in more parts than <paramref name="count"/>, or less than a thirty-second of the resolution would be needed, where the rows lie says which of the communities become one.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="count">In [1, rows].</param>
    /// <param name="places">Where the rows lie, for communities that no edge joins (<see cref="MergeTree.Of"/>).</param>
    /// <param name="progress">Told after every resolution.</param>
    /// <param name="cancellation">Stops it.</param>
    public Partition OfCount(NeighbourGraph graph, int count, Matrix? places = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (count < 1 || count > graph.Rows)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"A graph of {graph.Rows} rows has 1 to {graph.Rows} communities, not {count}.");
        var (low, high, resolution) = (0.0, double.PositiveInfinity, Resolution);
        var level = Level.Of(graph, Quality);
        var least = places is null || Quality != QualityFunction.Modularity ? 0
            : Components.Within(level, new int[graph.Rows]).Count > count ? Resolution : LeastShare * Resolution;
        Partition? first = null, above = null;
        for (var step = 0; step <= MaxSteps || above is null; step++)
        {
            var found = Find(graph, level, resolution, restart: 0, cancellation);
            progress?.Report(new FitProgress("communities", step, MaxSteps + 1, -found.Quality));
            if (found.Count == count)
                return BestOf(graph, level, found, count, cancellation);
            first ??= found;
            (low, high) = found.Count < count ? (resolution, high) : (low, resolution);
            if (found.Count > count && !(above?.Count < found.Count))
                above = found;
            resolution = low == 0 ? high / 2 : double.IsInfinity(high) ? 2 * low : Math.Sqrt(low * high);
            if (resolution < least)
                return Cut(graph, first, MergeTree.ByPlaces(graph, first, places!, cancellation), count);
        }

        return Cut(graph, above, MergeTree.Of(graph, above, places), count);
    }

    /// <summary>The tree over many small communities, those of eight times the resolution, for a reader to cut where it means something.</summary>
    /// <inheritdoc cref="MergeTree.Of" path="/param"/>
    public MergeTree TreeOf(NeighbourGraph graph, Matrix? places = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return MergeTree.Of(graph, Find(graph, Level.Of(graph, Quality), OverResolution * Resolution, restart: 0, cancellation), places);
    }

    private Partition Cut(NeighbourGraph graph, Partition partition, MergeTree tree, int count)
    {
        var (merged, _) = Numbering.BySize(tree.Cut(count));
        return partition with { Communities = merged, Count = count, Quality = PartitionQuality.Of(graph, merged, Quality, partition.Resolution) };
    }

    /// <summary>The best of the first and the other restarts at its resolution, of those only that give <paramref name="wanted"/> communities.</summary>
    private Partition BestOf(NeighbourGraph graph, Level level, Partition first, int? wanted, CancellationToken cancellation)
    {
        var found = new Partition[Restarts];
        found[0] = first;
        WorkerPool.Run(Restarts - 1, (other, _) => found[other + 1] = Find(graph, level, first.Resolution, other + 1, cancellation));
        return found.Where(partition => wanted is null || partition.Count == wanted).MaxBy(partition => partition.Quality)!;
    }

    private Partition Find(NeighbourGraph graph, Level level, double resolution, int restart, CancellationToken cancellation)
    {
        var penalty = Quality == QualityFunction.Modularity && graph.Weights.Length > 0 ? resolution / level.Sizes.Sum() : resolution;
        var run = new LeidenRun(level, penalty, Randomness * MeanWeight(graph), restart == 0 ? new Rng(Seed) : new Rng(Seed).Split(restart));
        var communities = Numbering.Identity(graph.Rows);
        for (var iteration = 0; iteration < MaxIterations; iteration++)
        {
            if (!run.Improve(communities, cancellation))
                break;
        }

        var (sorted, count) = Numbering.BySize(communities);
        return new Partition(sorted, count, resolution, PartitionQuality.Of(graph, sorted, Quality, resolution));
    }

    private static double MeanWeight(NeighbourGraph graph)
    {
        var sum = 0.0;
        foreach (var weight in graph.Weights)
            sum += weight;
        return graph.Weights.Length == 0 ? 1 : sum / graph.Weights.Length;
    }
}
