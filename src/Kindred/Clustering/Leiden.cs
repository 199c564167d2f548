using Kindred.Graphs;
using Kindred.Methods;
using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>Communities of the graph of nearest neighbours, with the weights of UMAP, found by Leiden; new rows go where their neighbours are.</summary>
/// <remarks>Traag, Waltman and van Eck 2019, doi:10.1038/s41598-019-41695-z; McInnes, Healy and Melville 2018, arXiv:1802.03426.</remarks>
public sealed record Leiden : IClusterer<NeighbourVoteModel>, IKeepsLittle
{
    internal static MethodKind<IClusterer> Method { get; } = new("leiden", NeighbourVoteModel.StoredAs, "Traag, Waltman and van Eck 2019", order => new Leiden
    {
        ClusterCount = order.ClusterCount,
        NeighbourCount = order.Optional("neighbours"),
        Metric = order.Choice("metric", Metric.Euclidean),
        Quality = order.Choice("quality", QualityFunction.Modularity),
        Restarts = order.Optional("restarts") ?? UsualRestarts,
        Seed = order.Seed,
    });

    private const int UsualRestarts = 8;
    private const int BytesOfEdges = 1024;  // neighbours of a row, its edges both ways, and what moving it takes

    string IClusterer.Name => "Leiden";

    /// <summary>Clusters to find; null takes what <see cref="Resolution"/> gives.</summary>
    public int? ClusterCount { get; init => field = value is { } count ? Guard.Positive(count, nameof(ClusterCount)) : null; }

    /// <summary>Neighbours of each row in the graph; null takes <see cref="NearestNeighbours.CountFor"/>. Fewer where there are not so many rows.</summary>
    public int? NeighbourCount { get; init => field = value is { } count ? Guard.Positive(count, nameof(NeighbourCount)) : null; }

    public Metric Metric { get; init; }

    public QualityFunction Quality { get; init; }

    /// <summary>γ: larger gives more clusters. Where their number is given, the search for it starts here.</summary>
    public double Resolution { get; init => field = Guard.Positive(value); } = 1;

    /// <summary>Runs of which the best is taken (<see cref="CommunityDetection.Restarts"/>): one alone may leave two clear clusters as one.</summary>
    public int Restarts { get; init => field = Guard.Positive(value); } = UsualRestarts;

    /// <summary>Rows that the model keeps at most, to compare new ones with (<see cref="NeighbourVote.MaxKeptRows"/>).</summary>
    public int MaxKeptRows { get; init => field = Guard.Positive(value); } = new NeighbourVote().MaxKeptRows;

    public ulong Seed { get; init; }

    long IKeepsLittle.BytesOfRow(int columns) => (sizeof(float) * (long)columns) + BytesOfEdges;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer rows than clusters or than two, no columns, or values that are not finite.</exception>
    public NeighbourVoteModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: Math.Max(2, ClusterCount ?? 0));
        DistinctRows.Require(x, ClusterCount ?? 1);
        var count = Math.Min(NeighbourCount ?? NearestNeighbours.CountFor(x.Rows), x.Rows - 1);
        var neighbours = NeighbourSearch.Of(x, count, Metric, Seed, progress, cancellation);
        return Fit(x, neighbours, NeighbourGraph.FuzzyUnion(neighbours), progress, cancellation);
    }

    /// <summary>The same where the neighbours of <paramref name="x"/>, by <see cref="Metric"/>, and their graph are known.</summary>
    public NeighbourVoteModel Fit(
        Matrix x, NeighbourTable neighbours, NeighbourGraph graph, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: Math.Max(2, ClusterCount ?? 0));
        var detection = new CommunityDetection { Quality = Quality, Resolution = Resolution, Restarts = Restarts, Seed = Seed };
        var found = ClusterCount is { } count ? detection.OfCount(graph, count, x, progress, cancellation) : detection.Of(graph, cancellation);
        var vote = new NeighbourVote { Metric = Metric, MaxKeptRows = MaxKeptRows, Seed = Seed };
        return vote.Model(x, found.Communities, neighbours, graph, new Dictionary<string, double> { ["quality"] = found.Quality, ["resolution"] = found.Resolution });
    }
}
