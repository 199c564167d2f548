using Kindred.Graphs;
using Kindred.Methods;
using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>k-means of rows by the slowest waves of their graph of nearest neighbours, half as many again as there are clusters; new rows go where their neighbours are.</summary>
/// <remarks>von Luxburg 2007, doi:10.1007/s11222-007-9033-z; the graph has the weights of UMAP.</remarks>
public sealed record SpectralClustering : IClusterer<NeighbourVoteModel>
{
    internal static MethodKind<IClusterer> Method { get; } = new("spectral", NeighbourVoteModel.StoredAs, "von Luxburg 2007", order => new SpectralClustering
    {
        ClusterCount = order.ClusterCount,
        NeighbourCount = order.Optional("neighbours"),
        Metric = order.Choice("metric", Metric.Euclidean),
        Seed = order.Seed,
    });

    string IClusterer.Name => "spectral clustering";

    public required int ClusterCount { get; init => field = Guard.Positive(value); }

    /// <summary>Neighbours of each row in the graph; null takes <see cref="NearestNeighbours.CountFor"/>. Fewer where there are not so many rows.</summary>
    public int? NeighbourCount { get; init => field = value is { } count ? Guard.Positive(count, nameof(NeighbourCount)) : null; }

    /// <summary>Eigenvectors for each cluster.</summary>
    public double VectorsPerCluster { get; init => field = Guard.Positive(value); } = 1.5;

    public Metric Metric { get; init; }

    public ulong Seed { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer rows than clusters or than two, no columns, or values that are not finite.</exception>
    public NeighbourVoteModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: Math.Max(2, ClusterCount));
        DistinctRows.Require(x, ClusterCount);
        var count = Math.Min(NeighbourCount ?? NearestNeighbours.CountFor(x.Rows), x.Rows - 1);
        var neighbours = NeighbourSearch.Of(x, count, Metric, Seed, progress, cancellation);
        return Fit(x, neighbours, NeighbourGraph.FuzzyUnion(neighbours), progress, cancellation);
    }

    /// <summary>The same where the neighbours of <paramref name="x"/>, by <see cref="Metric"/>, and their graph are known.</summary>
    public NeighbourVoteModel Fit(
        Matrix x, NeighbourTable neighbours, NeighbourGraph graph, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: Math.Max(2, ClusterCount));
        var vectors = Math.Min(x.Rows, (int)Math.Ceiling(VectorsPerCluster * ClusterCount));
        var embedded = new SpectralEmbedding { Count = vectors, Seed = Seed }.Of(graph, progress, cancellation);
        var centres = new KMeans { ClusterCount = ClusterCount, Seed = Seed }.Fit(embedded.Diffusion, progress, cancellation);
        var outcome = new Dictionary<string, double> { ["inertia"] = centres.Inertia, ["converged"] = embedded.Converged ? 1 : 0 };
        return new NeighbourVote { Metric = Metric, Seed = Seed }.Model(x, centres.Fitted!.Clusters, neighbours, graph, outcome);
    }
}
