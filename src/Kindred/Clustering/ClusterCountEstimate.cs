using Kindred.Evaluation;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Clustering;

/// <summary>Estimates how many groups rows fall into: the Bayesian criterion of Gaussian mixtures over a range of counts, and whether
/// mixtures fitted to different parts of the rows agree.</summary>
/// <remarks>
/// Schwarz 1978, doi:10.1214/aos/1176344136, for mixtures as Fraley and Raftery 2002, doi:10.1198/016214502760047131; counts that are
/// not clearly worse by Vuong 1989, doi:10.2307/1912557; stability as Ben-Hur, Elisseeff and Guyon 2002. Works on a bounded sample of the
/// rows and on their first principal components, so that it takes seconds to a minute.
/// </remarks>
public sealed record ClusterCountEstimate
{
    private const int LeastRows = 10;
    private const int RowsPerColumn = 100;

    /// <summary>The largest count that is tried; never more than one for every five rows.</summary>
    public int MostClusters { get; init => field = Guard.Positive(value); } = 30;

    /// <summary>The search ends when so many counts in a row did not lower the criterion.</summary>
    public int Patience { get; init => field = Guard.Positive(value); } = 5;

    /// <summary>Rows looked at, drawn at random.</summary>
    public int MaxRows { get; init => field = Guard.Positive(value); } = 3000;

    /// <summary>Principal components looked at; at least two, and no more than one for every hundred rows.</summary>
    public int MaxColumns { get; init => field = Guard.Positive(value); } = 20;

    /// <summary>Starts of every mixture; the likeliest counts.</summary>
    public int Restarts { get; init => field = Guard.Positive(value); } = 5;

    /// <summary>Pairs of random parts that mixtures are fitted to, to see whether they agree.</summary>
    public int Pairs { get; init => field = Guard.Positive(value); } = 5;

    /// <summary>The share of the rows in each such part, in (0, 1).</summary>
    public double PartShare
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(PartShare), value, "The share must be greater than zero and less than one.");
    } = 0.8;

    /// <summary>Added to the variances, as <see cref="GaussianMixture.RidgeShare"/>.</summary>
    public double RidgeShare { get; init => field = Guard.NotNegative(value); } = 0.01;

    public ulong Seed { get; init; }

    /// <exception cref="ArgumentException">There are fewer than ten rows, or a value is not finite.</exception>
    /// <exception cref="FitException">All rows are the same.</exception>
    public ClusterCountCurve Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: 1);
        if (x.Rows < LeastRows)
            throw new ArgumentException($"The number of clusters can be estimated from {LeastRows} rows or more, got {x.Rows}; a number is needed.", nameof(x));
        var rng = new Rng(Seed);
        var rows = Prepare(x, rng.Split(0), cancellation);
        var most = Math.Min(MostClusters, rows.Rows / 5);
        var (fits, best) = (new List<Fitted>(), 0);
        for (var count = 1; count <= most && (fits.Count == 0 || count - fits[best].Count <= Patience); count++)
        {
            if (TryFit(rows, count, rng.Split(count), cancellation) is not { } fitted)
                break;
            fits.Add(fitted);
            best = fitted.Bic < fits[best].Bic ? fits.Count - 1 : best;
            progress?.Report(new FitProgress("number of clusters", count, most, fitted.Bic));
        }

        return ClusterCountCurve.Of([.. fits.Select(fitted => fitted.Against(fits[best]))], rows.Rows, rows.Columns, reachedEnd: best == fits.Count - 1);
    }

    /// <summary>A sample of the rows on their first principal components.</summary>
    private Matrix Prepare(Matrix x, Rng rng, CancellationToken cancellation)
    {
        if (x.Rows > MaxRows)
        {
            var chosen = rng.Permutation(x.Rows)[..MaxRows];
            Array.Sort(chosen);
            x = x.Take(chosen);
        }

        if (!(Statistics.MeanColumnVariance(x) > 0))
            throw new FitException("All rows are the same, so there are no groups to count.");
        var columns = Math.Min(Math.Min(MaxColumns, x.Columns), Math.Max(2, x.Rows / RowsPerColumn));
        return new Pca { Components = columns }.Fit(x, progress: null, cancellation).Transform(x);
    }

    /// <summary>Null where no mixture of so many components can be fitted: there are too few different rows.</summary>
    private Fitted? TryFit(Matrix rows, int count, Rng rng, CancellationToken cancellation)
    {
        try
        {
            var settings = new GaussianMixture { ClusterCount = count, Ridge = 0, RidgeShare = RidgeShare, Restarts = Restarts, Seed = rng.Split(0).State };
            var model = settings.Fit(rows, progress: null, cancellation);
            return new Fitted(count, model.Bic(rows), model.LogLikelihood(rows), count == 1 ? null : Stability(rows, settings with { Restarts = 1 }, rng, cancellation));
        }
        catch (FitException)
        {
            return null;
        }
    }

    /// <summary>The mean adjusted Rand index of mixtures fitted to two random parts, on the rows that both have; null where parts are too small.</summary>
    private double? Stability(Matrix rows, GaussianMixture settings, Rng rng, CancellationToken cancellation)
    {
        var size = (int)(PartShare * rows.Rows);
        if (size < 2 * settings.ClusterCount)
            return null;
        var sum = 0.0;
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (first, second) = (Part(1 + (2 * pair)), Part(2 + (2 * pair)));
            var shared = rows.Take(first.Rows.Intersect(second.Rows).ToArray());
            sum += Scores.Compare(first.Model.Predict(shared), second.Model.Predict(shared)).AdjustedRandIndex;
        }

        return sum / Pairs;

        (int[] Rows, GaussianMixtureModel Model) Part(int number)
        {
            var own = rng.Split(number);
            var chosen = own.Permutation(rows.Rows)[..size];
            Array.Sort(chosen);
            return (chosen, (settings with { Seed = own.State }).Fit(rows.Take(chosen), progress: null, cancellation));
        }
    }

    private sealed record Fitted(int Count, double Bic, double[] LogLikelihoods, double? Stability)
    {
        /// <summary>With the standard error of the difference to the best: 2 √n s of the differences of the rows' log-likelihoods.</summary>
        public ClusterCountPoint Against(Fitted best)
        {
            var differences = LogLikelihoods.Zip(best.LogLikelihoods, (own, other) => own - other).ToArray();
            var mean = differences.Average();
            var variance = differences.Sum(difference => (difference - mean) * (difference - mean)) / Math.Max(1, differences.Length - 1);
            return new ClusterCountPoint(Count, Bic, 2 * Math.Sqrt(differences.Length * variance), Stability);
        }
    }
}
