using Kindred.Numerics;

namespace Kindred.Neighbours;

/// <summary>The nearest rows of every row, exactly: what comparing each with each would find.</summary>
public sealed record NearestNeighbours
{
    /// <summary>Neighbours of each row.</summary>
    public required int Count { get; init => field = Guard.Positive(value); }

    public Metric Metric { get; init; }

    /// <summary>max(5, ⁴√rows), rounded: as many as graphs for clustering need; 5 for up to 900 rows, 10 for 10,000, 16 for 70,000.</summary>
    public static int CountFor(int rows) => Math.Max(5, (int)Math.Round(Math.Pow(rows, 0.25)));

    /// <summary>The other rows nearest to each row of <paramref name="x"/>.</summary>
    /// <exception cref="ArgumentException">There are not more rows than neighbours, no columns, or values that are not finite.</exception>
    public NeighbourTable Of(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: Count + 1);
        if (Metric == Metric.Cosine)
            return UnitRows.Cosine(Search(UnitRows.Of(x), progress, cancellation));
        return Search(x, progress, cancellation);
    }

    private NeighbourTable Search(Matrix x, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        SharedSearch.TryOf(x, Count, cancellation) ?? ExactSearch.Run(x, Count, progress, cancellation);

    /// <summary>The other rows nearest to each row of bytes, in units of byte × <see cref="ByteMatrix.Scale"/>.</summary>
    /// <exception cref="ArgumentException">There are not more rows than neighbours, or no columns.</exception>
    public NeighbourTable Of(ByteMatrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: Count + 1);
        return Metric == Metric.Cosine ? Of(x.ToMatrix(), progress, cancellation) : ExactSearch.Run(x, Count, progress, cancellation);
    }

    /// <summary>The rows of <paramref name="kept"/> nearest to each row of <paramref name="x"/>; of identical rows, too.</summary>
    /// <exception cref="ArgumentException">Fewer rows are kept than neighbours are asked for, the columns differ, or values are not finite.</exception>
    public NeighbourTable Query(Matrix kept, Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(kept, atLeast: Count);
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, kept.Columns);
        if (Metric == Metric.Cosine)
            return UnitRows.Cosine(ExactSearch.Run(UnitRows.Of(kept), UnitRows.Of(x), Count, progress, cancellation));
        return ExactSearch.Run(kept, x, Count, progress, cancellation);
    }

    /// <summary>The rows of <paramref name="kept"/>, laid out once so that the nearest to others can be asked for many times.</summary>
    /// <exception cref="ArgumentException">Fewer rows are kept than neighbours are asked for, or values are not finite.</exception>
    public ExactIndex Over(Matrix kept)
    {
        Guard.Samples(kept, atLeast: Count);
        return new ExactIndex(kept, Count, Metric);
    }
}
