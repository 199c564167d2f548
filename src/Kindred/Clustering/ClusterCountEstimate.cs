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
    private const int OneByOne = 30;      // counts that are all tried
    private const int Compared = 5;       // so far from the best, counts are fitted to parts of the rows
    private const int LatePatience = 2;   // counts beyond, a tenth apart each
    private const int RowsPerColumn = 25;

    /// <summary>The largest count that is tried; never more than one for every five rows.</summary>
    public int MostClusters { get; init => field = Guard.Positive(value); } = 100;

    /// <summary>The search ends when so many counts in a row did not lower the criterion; beyond thirty, where a tenth is left out between counts, two.</summary>
    public int Patience { get; init => field = Guard.Positive(value); } = 5;

    /// <summary>Rows looked at, drawn at random.</summary>
    public int MaxRows { get; init => field = Guard.Positive(value); } = 3000;

    /// <summary>Principal components looked at; at least two, and no more than one for every twenty-five rows.</summary>
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
    public ClusterCountCurve Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: 1);
        if (x.Rows < LeastRows)
            throw new ArgumentException($"The number of clusters can be estimated from {LeastRows} rows or more, got {x.Rows}; a number is needed, as -k takes.", nameof(x));
        if (!(Statistics.MeanColumnVariance(x) > 0))
            return ClusterCountCurve.OfOne(x.Rows, x.Columns);
        var rng = new Rng(Seed);
        var rows = Prepare(x, rng.Split(0), cancellation);
        var most = Math.Min(MostClusters, rows.Rows / 5);
        var fits = new SortedDictionary<int, Fitted>();
        Search(rows, most, rng, fits, progress, cancellation);
        var best = Best(fits);
        var refined = (Low: fits.Keys.LastOrDefault(count => count < best.Count, best.Count), High: fits.Keys.FirstOrDefault(count => count > best.Count, best.Count));
        for (var count = refined.Low + 1; count < refined.High; count++)
        {
            if (!fits.ContainsKey(count) && TryFit(rows, count, rng.Split(count), cancellation) is { } fitted)
                fits.Add(count, fitted);
        }

        best = Best(fits);
        var points = fits.Values.Select(fitted => (Math.Abs(fitted.Count - best.Count) <= Compared
            ? fitted with { Stability = Stability(rows, fitted.Count, rng.Split(fitted.Count), cancellation) } : fitted).Against(best));
        return ClusterCountCurve.Of([.. points], rows.Rows, rows.Columns, reachedEnd: best.Count == fits.Keys.Last());
    }

    /// <summary>Every count up to thirty, then every tenth part more, until <see cref="Patience"/> ends.</summary>
    private void Search(Matrix rows, int most, Rng rng, SortedDictionary<int, Fitted> fits, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        for (var (count, failures) = (1, 0); count <= most && failures < (count <= OneByOne + Patience ? Patience : LatePatience); count += Math.Max(1, count < OneByOne ? 1 : count / 10))
        {
            if (TryFit(rows, count, rng.Split(count), cancellation) is not { } fitted)
                break;
            failures = fits.Count > 0 && fitted.Bic >= Best(fits).Bic ? failures + 1 : 0;
            fits.Add(count, fitted);
            progress?.Report(new FitProgress("number of clusters", count, most, fitted.Bic));
        }
    }

    private static Fitted Best(SortedDictionary<int, Fitted> fits) => fits.Values.MinBy(fitted => fitted.Bic)!;

    /// <summary>A sample of the rows on their first principal components; as they are where these would be all.</summary>
    private Matrix Prepare(Matrix x, Rng rng, CancellationToken cancellation)
    {
        if (x.Rows > MaxRows)
        {
            var chosen = rng.Permutation(x.Rows)[..MaxRows];
            Array.Sort(chosen);
            x = x.Take(chosen);
        }

        var columns = Math.Min(Math.Min(MaxColumns, x.Columns), Math.Max(2, x.Rows / RowsPerColumn));
        return columns == x.Columns ? x : new Pca { Components = columns }.Fit(x, progress: null, cancellation).Transform(x);
    }

    private GaussianMixture Mixture(int count, Rng rng) =>
        new() { ClusterCount = count, Ridge = 0, RidgeShare = RidgeShare, Restarts = Restarts, Seed = rng.Split(0).State };

    /// <summary>Null where no mixture of so many components can be fitted: there are too few different rows.</summary>
    private Fitted? TryFit(Matrix rows, int count, Rng rng, CancellationToken cancellation)
    {
        try
        {
            var model = Mixture(count, rng).Fit(rows, progress: null, cancellation);
            return new Fitted(count, model.Bic(rows), model.LogLikelihood(rows), Stability: null);
        }
        catch (FitException)
        {
            return null;
        }
    }

    /// <summary>The mean adjusted Rand index of mixtures fitted to two random parts, on the rows that both have; null where parts are too small.</summary>
    private double? Stability(Matrix rows, int count, Rng rng, CancellationToken cancellation)
    {
        var settings = Mixture(count, rng) with { Restarts = 1 };
        var size = (int)(PartShare * rows.Rows);
        if (count == 1 || size < 2 * count)
            return null;
        var sum = 0.0;
        try
        {
            for (var pair = 0; pair < Pairs; pair++)
            {
                var (first, second) = (Part(1 + (2 * pair)), Part(2 + (2 * pair)));
                var shared = rows.Take(first.Rows.Intersect(second.Rows).ToArray());
                sum += Scores.Compare(first.Model.Predict(shared), second.Model.Predict(shared)).AdjustedRandIndex;
            }
        }
        catch (FitException)
        {
            return null;  // a part has too few different rows
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
