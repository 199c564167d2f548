using Kindred.Clustering.Agglomeration;
using Kindred.Methods;
using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>Agglomerative clustering: every row is a cluster, and the two nearest are merged until so many are left as asked for.</summary>
/// <remarks>Ward 1963, doi:10.1080/01621459.1963.10500845, and the average and complete linkage of Lance and Williams 1967, by chains of
/// nearest neighbours (Müllner 2011, arXiv:1109.2378). Time grows with the square of the rows. Ward's linkage keeps means only;
/// the others a table of all pairs. There is no chance in it, so no seed.</remarks>
public sealed record Agglomerative : IClusterer<AgglomerativeModel>
{
    /// <summary>Rows whose pairs fit in 1 GiB.</summary>
    private const int MaxRowsOfTable = 16_384;

    internal static MethodKind<IClusterer> Method { get; } = new("agglomerative", KMeansModel.StoredAs, "Ward 1963; Lance and Williams 1967; Müllner 2011",
        order => new Agglomerative { ClusterCount = order.ClusterCount, Linkage = order.Choice("linkage", Linkage.Ward, isFirst: true) });

    string IClusterer.Name => "agglomerative clustering";

    public required int ClusterCount { get; init => field = Guard.Positive(value); }

    public Linkage Linkage { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer rows than clusters or than two, too many for a table of pairs, no columns, or values that are not finite.</exception>
    /// <exception cref="FitException">There are fewer different rows than clusters.</exception>
    public AgglomerativeModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: Math.Max(2, ClusterCount));
        var dendrogram = Merges(x, progress, cancellation);
        if (ClusterCount > 1 && dendrogram.Merges[x.Rows - ClusterCount].Height == 0)
            throw DistinctRows.TooFew(ClusterCount, 1 + dendrogram.Merges.Count(merge => merge.Height > 0));
        return AgglomerativeModel.Of(x, Linkage, dendrogram, ClusterCount, cancellation);
    }

    /// <summary>All merges down to one cluster; <see cref="Dendrogram.Cut"/> gives clusters of any number.</summary>
    /// <exception cref="ArgumentException">There are fewer than two rows, too many for a table of pairs, no columns, or values that are not finite.</exception>
    public Dendrogram Merges(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: 2);
        progress?.Report(new FitProgress("merges", 0, x.Rows - 1, 0));
        cancellation.ThrowIfCancellationRequested();
        var unit = DistanceUnit.Of(x);
        if (Linkage == Linkage.Ward)
        {
            using var means = new MeanDistances(DistanceUnit.Centred(x, unit));
            return Dendrogram.Of(x.Rows, NeighbourChain.Run(means, square => unit * Math.Sqrt(square), progress, cancellation));
        }

        if (x.Rows > MaxRowsOfTable)
        {
            throw new ArgumentException(
                $"Average and complete linkage keep the distances of all pairs of rows, at most {MaxRowsOfTable} rows' (1 GiB); {x.Rows} rows would take "
                + $"{4.0 * x.Rows * x.Rows / (1 << 30):0.0} GiB. Ward's linkage takes any number of rows; or cluster a sample, which the model then extends to all.",
                nameof(x));
        }

        using var pairs = new PairDistances(DistanceUnit.Centred(x, unit), Linkage, cancellation);
        return Dendrogram.Of(x.Rows, NeighbourChain.Run(pairs, distance => unit * distance, progress, cancellation));
    }
}
