using Kindred.Graphs;
using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>How new rows are put into clusters that only their own rows tell of, whatever method found them: their nearest kept rows vote.</summary>
public sealed record NeighbourVote
{
    public Metric Metric { get; init; }

    /// <summary>Rows that the model keeps at most; of more, each cluster's share is drawn from it, at least as many as vote.</summary>
    public int MaxKeptRows { get; init => field = Guard.Positive(value); } = 20_000;

    /// <summary>Whether a row that is one of the kept rows goes where that is, whatever its neighbours say: where single rows were put by hand.</summary>
    public bool KeepsKnownRows { get; init; }

    /// <summary>Draws the kept rows.</summary>
    public ulong Seed { get; init; }

    /// <summary>The model of clusters of <paramref name="x"/>, whose neighbours and graph are found first.</summary>
    /// <inheritdoc cref="Model(Matrix, int[], NeighbourTable, NeighbourGraph, IReadOnlyDictionary{string, double})" path="/param"/>
    public NeighbourVoteModel Model(
        Matrix x, int[] clusters, IReadOnlyDictionary<string, double> outcome, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: 2);
        var count = Math.Min(NearestNeighbours.CountFor(x.Rows), x.Rows - 1);
        var neighbours = NeighbourSearch.Of(x, count, Metric, Seed, progress, cancellation);
        return Model(x, clusters, neighbours, NeighbourGraph.FuzzyUnion(neighbours), outcome);
    }

    /// <summary>The model of clusters of <paramref name="x"/>.</summary>
    /// <param name="x">The rows.</param>
    /// <param name="clusters">Of every row, from 0 without gaps, or <see cref="Membership.NoCluster"/>.</param>
    /// <param name="neighbours">Of every row, by <see cref="Metric"/>; as many vote on a new one.</param>
    /// <param name="graph">Their graph; a row's probability is the share of its edges' weights that stay in its cluster.</param>
    /// <param name="outcome">What the fit says of itself.</param>
    public NeighbourVoteModel Model(Matrix x, int[] clusters, NeighbourTable neighbours, NeighbourGraph graph, IReadOnlyDictionary<string, double> outcome)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(clusters);
        ArgumentNullException.ThrowIfNull(neighbours);
        ArgumentNullException.ThrowIfNull(graph);
        if (clusters.Length != x.Rows || neighbours.Rows != x.Rows || graph.Rows != x.Rows)
            throw new ArgumentException($"{x.Rows} rows need a cluster, neighbours and edges each; got {clusters.Length}, {neighbours.Rows} and {graph.Rows} rows of them.", nameof(clusters));
        var count = clusters.Max() + 1;
        var usual = UsualDistances.Of(neighbours, clusters, count);
        var fitted = new Membership(clusters, usual.Relative(neighbours, clusters), Shares(graph, clusters));
        var (kept, keptClusters) = (x, clusters);
        if (x.Rows > MaxKeptRows)
        {
            var rows = Drawn(clusters, count, neighbours.Count + 1);
            (kept, keptClusters) = (x.Take(rows), Array.ConvertAll(rows, row => clusters[row]));
            usual = UsualDistances.Of(new NearestNeighbours { Count = neighbours.Count, Metric = Metric }.Of(kept), keptClusters, count);
        }

        return new NeighbourVoteModel(kept, keptClusters, neighbours.Count, Metric, usual)
        {
            KeepsKnownRows = KeepsKnownRows,
            Fitted = fitted,
            Graph = graph,
            Outcome = new Dictionary<string, double>(outcome) { ["neighbours"] = neighbours.Count, ["kept rows"] = kept.Rows },
        };
    }

    /// <summary>The weight of every row's edges within its cluster over that of all; 1 for a row without edges.</summary>
    private static float[] Shares(NeighbourGraph graph, int[] clusters)
    {
        var shares = new float[graph.Rows];
        for (var i = 0; i < shares.Length; i++)
        {
            var (within, all) = (0.0, 0.0);
            for (var e = graph.Offsets[i]; e < graph.Offsets[i + 1]; e++)
            {
                all += graph.Weights[e];
                within += clusters[graph.Targets[e]] == clusters[i] ? graph.Weights[e] : 0;
            }

            shares[i] = all > 0 ? (float)(within / all) : 1;
        }

        return shares;
    }

    /// <summary>Rows to keep, ascending: of every cluster, and of the rows in none, its share of <see cref="MaxKeptRows"/>, but <paramref name="least"/> where it has so many.</summary>
    private int[] Drawn(int[] clusters, int count, int least)
    {
        var left = new int[count + 1];      // by cluster + 1
        foreach (var cluster in clusters)
            left[cluster + 1]++;
        for (var place = 0; place <= count; place++)
            left[place] = Math.Min(left[place], Math.Max(least, (int)((long)left[place] * MaxKeptRows / clusters.Length)));
        var drawn = new List<int>();
        foreach (var row in new Rng(Seed).Permutation(clusters.Length))
        {
            if (left[clusters[row] + 1]-- > 0)
                drawn.Add(row);
        }

        drawn.Sort();
        return [.. drawn];
    }
}
