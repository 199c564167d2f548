using Kindred.Graphs;
using Kindred.Methods;
using Kindred.Neighbours;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Manifold;

/// <summary>UMAP: few coordinates in which rows that are neighbours stay so; distances between clusters say little.</summary>
/// <remarks>McInnes, Healy and Melville 2018, arXiv:1802.03426: a graph of nearest rows with fuzzy weights, laid out from a spectral start by
/// sampled attraction and repulsion. The same seed gives the same bits on any number of threads.</remarks>
public sealed record Umap : ITransformer<UmapModel>
{
    private const int MostNegativeSamples = 100;
    private const int ManyRows = 10_000;

    internal static MethodKind<ITransformer> Method { get; } = new("umap", UmapModel.StoredAs, "McInnes, Healy and Melville 2018", order => new Umap
    {
        Components = order.Whole("components", 2, isFirst: true),
        Neighbours = order.Whole("neighbours", 15),
        Metric = order.Choice("metric", Metric.Euclidean),
        MinDistance = order.Real("min-distance", 0.1),
        Spread = order.Real("spread", 1),
        Epochs = order.Optional("epochs"),
        NegativeSamples = order.Whole("negative-samples", 5),
        Seed = order.Seed,
    });

    string ITransformer.Name => "umap";

    /// <summary>Columns after the transform.</summary>
    public int Components { get; init => field = Guard.Positive(value); } = 2;

    /// <summary>Rows nearest to each that it keeps by: few show detail, many the whole. The row itself does not count, as it does in umap-learn's <c>n_neighbors</c>.</summary>
    public int Neighbours { get; init => field = Guard.Positive(value); } = 15;

    public Metric Metric { get; init; }

    /// <summary>How near neighbours may come to each other in the embedding, at most <see cref="Spread"/>. 0 packs clusters tightest.</summary>
    public double MinDistance { get; init => field = Guard.NotNegative(value); } = 0.1;

    /// <summary>The scale of the embedding: beyond <see cref="MinDistance"/>, closeness falls off over this distance.</summary>
    public double Spread { get; init => field = Guard.Positive(value); } = 1;

    /// <summary>Passes over the graph; where not given, 500 of up to 10,000 rows and 200 of more.</summary>
    public int? Epochs { get; init => field = value is { } count ? Guard.Positive(count) : null; }

    /// <summary>Rows drawn at random that each row is driven away from for every sampled edge, from 1 to 100.</summary>
    public int NegativeSamples
    {
        get;
        init => field = value is >= 1 and <= MostNegativeSamples ? value
            : throw new ArgumentOutOfRangeException(nameof(NegativeSamples), value, $"There are 1 to {MostNegativeSamples} negative samples.");
    } = 5;

    public ulong Seed { get; init; }

    /// <exception cref="ArgumentException">There are not more rows than neighbours, no columns, a value is not finite, or <see cref="MinDistance"/> is above <see cref="Spread"/>.</exception>
    public UmapModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default) =>
        Model(x, Curve(), Search.Of(x, progress, cancellation), progress, cancellation);

    /// <inheritdoc/>
    public ITransform Fit(ByteMatrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        var (curve, neighbours) = (Curve(), Search.Of(x, progress, cancellation));
        return Model(x.ToMatrix(), curve, neighbours, progress, cancellation);
    }

    /// <summary>The rows of a graph made elsewhere, laid out: a map that shows the very neighbours that something else was computed from.</summary>
    /// <returns>rows x <see cref="Components"/></returns>
    /// <exception cref="ArgumentException"><see cref="MinDistance"/> is above <see cref="Spread"/>.</exception>
    public Matrix Embed(NeighbourGraph graph, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        cancellation.ThrowIfCancellationRequested();
        var forces = new UmapForces(Curve(), NegativeSamples);
        progress?.Report(new FitProgress("spectral start", 0, 1, 0));
        var start = SpectralStart.Of(graph, Components, Seed, cancellation);
        return UmapLayout.Run(graph, start, forces, EpochsOf(graph.Rows), Seed, progress, cancellation);
    }

    private NearestNeighbours Search => new() { Count = Neighbours, Metric = Metric };

    private UmapModel Model(Matrix x, UmapCurve curve, NeighbourTable neighbours, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var positions = Embed(NeighbourGraph.FuzzyUnion(neighbours), progress, cancellation);
        return new UmapModel(x, positions, Search, curve, EpochsOf(x.Rows), NegativeSamples, Seed) { Fitted = positions };
    }

    private int EpochsOf(int rows) => Epochs ?? (rows <= ManyRows ? 500 : 200);

    private UmapCurve Curve() => MinDistance <= Spread
        ? UmapCurve.Fit(MinDistance, Spread)
        : throw new ArgumentException($"The smallest distance must be at most the spread, {Spread}; it is {MinDistance}.");
}
