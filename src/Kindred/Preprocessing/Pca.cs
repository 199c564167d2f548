using Kindred.Numerics;
using Kindred.Numerics.LinearAlgebra;

namespace Kindred.Preprocessing;

/// <summary>Principal components: the directions in which rows vary most, each at right angles to the others.</summary>
/// <remarks>Pearson 1901, doi:10.1080/14786440109462720. All components come from the covariance of the columns, so that time and memory
/// grow with their square and beyond. Signs as in scikit-learn: the entry of a component farthest from 0 is positive.</remarks>
public sealed record Pca : ITransformer<PcaModel>
{
    private const int MaxColumns = 4096;     // 134 MB of covariances and minutes of eigenvalues
    private const double NoVariance = 1e-12;  // relative to the largest: rounding

    /// <summary>Columns after the transform; at most the smaller of rows and columns.</summary>
    public required int Components { get; init => field = Guard.Positive(value); }

    /// <summary>Whether to divide every component by its standard deviation, so that all vary by 1.</summary>
    public bool Whiten { get; init; }

    /// <exception cref="ArgumentException">There are fewer than two rows, fewer rows or columns than components, too many columns, or a value is not finite.</exception>
    /// <exception cref="FitException">Components are to be whitened in which the rows do not vary.</exception>
    public PcaModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: Math.Max(2, Components));
        if (x.Columns < Components || x.Columns > MaxColumns)
            throw new ArgumentException($"{Components} components need {Components} to {MaxColumns} columns, got {x.Columns}.", nameof(x));
        cancellation.ThrowIfCancellationRequested();

        var mean = Statistics.ColumnMeans(x);
        var covariance = Covariance.Of(x, mean, cancellation);
        var total = Enumerable.Range(0, x.Columns).Sum(j => covariance[(j * x.Columns) + j]);
        progress?.Report(new FitProgress("covariance", 1, 2, total));

        cancellation.ThrowIfCancellationRequested();
        var eigen = SymmetricEigen.Of(covariance, x.Columns);
        var variances = eigen.Values[..Components].Select(value => Math.Max(0, value)).ToArray();
        progress?.Report(new FitProgress("principal components", 2, 2, Math.Max(0, total - variances.Sum())));

        if (Whiten)
            CheckVariances(variances);
        var directions = eigen.Vectors[..(Components * x.Columns)];
        FixSigns(directions, x.Columns);
        return new PcaModel(mean, directions, variances, total, Whiten);
    }

    private static void CheckVariances(double[] variances)
    {
        var varying = variances.Count(variance => variance > NoVariance * variances[0]);
        if (varying < variances.Length)
            throw new FitException($"The rows vary in {varying} directions only, so {variances.Length} components cannot be whitened; ask for {varying} at most, or do not whiten.");
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
