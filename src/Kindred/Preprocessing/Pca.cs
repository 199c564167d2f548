using Kindred.Methods;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.LinearAlgebra;

namespace Kindred.Preprocessing;

/// <summary>Principal components: the directions in which rows vary most, each at right angles to the others.</summary>
/// <remarks>Pearson 1901, doi:10.1080/14786440109462720. All components come from the covariance of the columns or, of wide tables, from
/// the products of the rows, so that time and memory grow with the square of the fewer of these and beyond; where few of more than a
/// thousand components are wanted, subspace iteration finds these alone. Signs as in scikit-learn: the entry of a component farthest from 0 is positive.</remarks>
public sealed record Pca : ITransformer<PcaModel>, IStreamedTransformer
{
    private const int MaxColumns = 4096;     // 134 MB of covariances and minutes of eigenvalues
    private const double NoVariance = 1e-12;  // relative to the largest: rounding

    internal static MethodKind<ITransformer> Method { get; } = new("pca", PcaModel.StoredAs, "Pearson 1901; Hotelling 1933", order => new Pca
    {
        Components = Math.Min(order.Whole("components", 10, isFirst: true), Math.Min(order.Rows, order.Columns ?? int.MaxValue)),
        VarianceShare = order.Real("variance", 1),
        Whiten = order.Flag("whiten", false),
    });

    string ITransformer.Name => "principal components";

    /// <summary>Columns after the transform; at most the smaller of rows and columns.</summary>
    public required int Components { get; init => field = Guard.Positive(value); }

    /// <summary>Only so many of <see cref="Components"/> as it takes for this share of the variance, in (0, 1].</summary>
    public double VarianceShare
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(VarianceShare), value, "The share must be greater than zero and at most one.");
    } = 1;

    /// <summary>Whether <see cref="VarianceShare"/> is also held of the squared distance of each row from the median, on average: a group far away, which has nearly all of
    /// the variance in one direction, then leaves room for the directions in which the others differ.</summary>
    public bool OfEachRow { get; init; }

    /// <summary>Whether to divide every component by its standard deviation, so that all vary by 1.</summary>
    public bool Whiten { get; init; }

    /// <exception cref="ArgumentException">There are fewer than two rows, fewer rows or columns than components, too many columns, or a value is not finite.</exception>
    /// <exception cref="FitException">Components are to be whitened in which the rows do not vary.</exception>
    public PcaModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: Math.Max(2, Components));
        return Fit(new RowBlocks(x), progress, cancellation);
    }

    /// <summary>Like <see cref="Fit(Matrix, IProgress{FitProgress}?, CancellationToken)"/>, to the same bits, without holding all rows as floats.</summary>
    public PcaModel Fit(ByteMatrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: Math.Max(2, Components));
        return Fit(new RowBlocks(x), progress, cancellation);
    }

    ITransform ITransformer.Fit(ByteMatrix x, IProgress<FitProgress>? progress, CancellationToken cancellation) => Fit(x, progress, cancellation);

    /// <summary>The same from rows that are read in two passes; several processes add up their sums, so that their number changes the last bits.</summary>
    ITransform IStreamedTransformer.Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        Guard.Samples(x.Rows, x.Columns, atLeast: Math.Max(2, Components));
        return Fit(new RowBlocks(x, new RowShard(stream.Communicator, x.Rows, StreamedRows.ShardRows)), progress, cancellation);
    }

    private PcaModel Fit(RowBlocks x, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        if (x.Columns < Components)
            throw new ArgumentException($"{Components} components need as many columns, got {x.Columns}.", nameof(x));
        var isWide = x.Total < x.Columns;
        if (Math.Min(x.Total, x.Columns) > MaxColumns)
            throw new ArgumentException($"Components can be found of at most {MaxColumns} columns, or of at most as many rows; got {x.Total} rows of {x.Columns}.", nameof(x));
        cancellation.ThrowIfCancellationRequested();

        var mean = Statistics.ColumnMeans(x);
        var size = isWide ? x.Total : x.Columns;
        var whole = isWide ? x.Take(Enumerable.Range(0, x.Total)) : null;
        var covariance = whole is null ? Covariance.Of(x, mean, cancellation) : RowProducts.Of(whole, mean, cancellation);
        var total = Enumerable.Range(0, size).Sum(j => covariance[(j * size) + j]);
        progress?.Report(new FitProgress("covariance", 1, 2, total));

        cancellation.ThrowIfCancellationRequested();
        var eigen = SymmetricEigen.Largest(covariance, size, Components, cancellation);
        var variances = eigen.Values.Select(value => Math.Max(0, value)).ToArray();
        var directions = whole is not null ? RowProducts.Directions(whole, mean, eigen.Vectors, variances) : eigen.Vectors;
        var kept = Kept(eigen.Values, total);
        kept = OfEachRow && kept < Components ? Math.Max(kept, RowShares.Count(x, directions, Components, VarianceShare)) : kept;
        (variances, directions) = (variances[..kept], directions[..(kept * x.Columns)]);
        progress?.Report(new FitProgress("principal components", 2, 2, Math.Max(0, total - variances.Sum())));

        if (Whiten)
            CheckVariances(variances);
        FixSigns(directions, x.Columns);
        return new PcaModel(mean, directions, variances, total, Whiten);
    }

    private int Kept(double[] variances, double total)
    {
        var kept = 1;
        for (var sum = variances[0]; kept < Components && sum < VarianceShare * total; kept++)
            sum += variances[kept];
        return VarianceShare < 1 ? kept : Components;
    }

    private static void CheckVariances(double[] variances)
    {
        var varying = variances.Count(variance => variance > NoVariance * variances[0]);
        if (varying < variances.Length)
            throw new FitException($"The rows vary in {varying} directions only, so {variances.Length} components cannot be whitened; ask for {varying} at most, or do not whiten.") { IsTooMuchAsked = true };
    }

    // Which of a vector and its opposite comes out is chance; this makes it the same everywhere.
    private static void FixSigns(double[] directions, int columns)
    {
        for (var start = 0; start < directions.Length; start += columns)
        {
            var direction = directions.AsSpan(start, columns);
            var farthest = 0;
            for (var j = 1; j < columns; j++)
            {
                if (Math.Abs(direction[j]) > Math.Abs(direction[farthest]))
                    farthest = j;
            }

            if (direction[farthest] < 0)
            {
                foreach (ref var entry in direction)
                    entry = -entry;
            }
        }
    }
}
