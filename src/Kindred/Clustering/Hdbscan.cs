using Kindred.Clustering.Density;
using Kindred.Methods;
using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>HDBSCAN: clusters are where rows lie denser than around them, at any density; how many there are follows from the data, and rows between them belong to none.</summary>
/// <remarks>Campello, Moulavi and Sander 2013, doi:10.1007/978-3-642-37456-2_14; Campello, Moulavi, Zimek and Sander 2015,
/// doi:10.1145/2733381. Euclidean and exact. There is no chance in it, so no seed.</remarks>
public sealed record Hdbscan : IClusterer<HdbscanModel>, INeedsAllRows
{
    internal static MethodKind<IClusterer> Method { get; } = new("hdbscan", HdbscanModel.StoredAs, "Campello, Moulavi and Sander 2013; Campello, Moulavi, Zimek and Sander 2015", order => new Hdbscan
    {
        MinClusterSize = order.Whole("size", 5, isFirst: true),
        MinSamples = order.Optional("samples"),
        Selection = order.Choice("selection", HdbscanSelection.ExcessOfMass),
        AllowSingleCluster = order.Flag("single", false),
    });

    string IClusterer.Name => "HDBSCAN";

    string INeedsAllRows.Reason => "HDBSCAN finds clusters by the density of all rows, which that of a sample is not, so it does not stream.";

    double INeedsAllRows.Bytes(int rows, int columns) => rows * ((8.0 * columns) + 400);

    /// <summary>Fewer rows than these are no cluster; at least 2.</summary>
    public int MinClusterSize { get; init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(MinClusterSize), value, "MinClusterSize must be at least 2."); } = 5;

    /// <summary>A row is as far out as its so-manieth nearest row, the row itself being the first: more smooth the density and leave more rows
    /// without a cluster. As many as <see cref="MinClusterSize"/> unless set.</summary>
    public int? MinSamples { get; init => field = value is { } given ? Guard.Positive(given) : null; }

    public HdbscanSelection Selection { get; init; }

    /// <summary>Whether all rows together may be the only cluster; then none is noise, and the probabilities say how far out each lies.</summary>
    public bool AllowSingleCluster { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer rows than <see cref="MinClusterSize"/> or <see cref="MinSamples"/>, no columns, or values that are not finite.</exception>
    /// <exception cref="FitException">No part of the rows is denser than the rest, and all of them may not be one cluster.</exception>
    public HdbscanModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        var minSamples = MinSamples ?? MinClusterSize;
        Guard.Samples(x, atLeast: Math.Max(MinClusterSize, minSamples));
        var (linkage, tree, cores) = SingleLinkage.Of(x, minSamples, progress, cancellation);
        var condensed = new CondensedTree(linkage, MinClusterSize);
        var owners = ClusterSelection.Owners(condensed, Selection, AllowSingleCluster);
        var hierarchy = DensityHierarchy.Of(condensed, owners);
        if (hierarchy.Count == 0)
        {
            throw new FitException(
                $"HDBSCAN found no {MinClusterSize} rows that lie denser than what is around them: a smaller {nameof(MinClusterSize)} finds smaller clusters, "
                + $"and {nameof(AllowSingleCluster)} takes all rows as one.");
        }

        return new HdbscanModel(x, minSamples, tree, cores, hierarchy, OutlierScores.Of(condensed));
    }
}
