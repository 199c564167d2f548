using Kindred.Clustering.Mixture;
using Kindred.Methods;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Clustering;

/// <summary>Groups rows by fitting a mixture of normal distributions: expectation and maximization in double, started from k-means.</summary>
/// <remarks>Dempster, Laird and Rubin 1977, doi:10.1111/j.2517-6161.1977.tb01600.x; defaults and stopping rule are scikit-learn's. One
/// departure: a component that loses its rows, or whose covariance is not positive definite in spite of the ridge, starts again at the
/// row that the mixture explains worst.</remarks>
public sealed record GaussianMixture : IClusterer<GaussianMixtureModel>, IStreamedClusterer
{
    internal static MethodKind<IClusterer> Method { get; } = new("gmm", GaussianMixtureModel.StoredAs, "Dempster, Laird and Rubin 1977", order => new GaussianMixture
    {
        ClusterCount = order.ClusterCount,
        Covariance = order.Choice("covariance", CovarianceKind.Full),
        Ridge = order.Real("ridge", 1e-6),
        Restarts = order.Whole("restarts", 1),
        MaxIterations = order.Whole("iterations", 100),
        Seed = order.Seed,
    });

    private const int MostFillings = 3;

    string IClusterer.Name => "Gaussian mixture";

    public required int ClusterCount { get; init => field = Guard.Positive(value); }

    public CovarianceKind Covariance { get; init; } = CovarianceKind.Full;

    /// <summary>Added to every variance, in squared units of the data.</summary>
    public double Ridge { get; init => field = Guard.NotNegative(value); } = 1e-6;

    /// <summary>Added to the variances of a component besides <see cref="Ridge"/>: this share of the mean variance of its own rows, and ten times this
    /// share of the mean square difference between them and the five rows nearest to each. It follows the scale of each group, however far others lie,
    /// and keeps a component from closing in on a few rows that happen to lie together.</summary>
    public double RidgeShare { get; init => field = Guard.NotNegative(value); }

    /// <summary>Whether every component must be the likeliest for some row: where one is not, the fit is made again with a tenth of <see cref="RidgeShare"/>, up to three times,
    /// for a floor as wide as groups lie apart lets them fall together.</summary>
    public bool FillsClusters { get; init; }

    /// <summary>Independent starts; the one with the highest likelihood wins.</summary>
    public int Restarts { get; init => field = Guard.Positive(value); } = 1;

    /// <summary>Iterations of a start at most.</summary>
    public int MaxIterations { get; init => field = Guard.Positive(value); } = 100;

    /// <summary>A start ends when an iteration changes the mean log-likelihood by less.</summary>
    public double Tolerance { get; init => field = Guard.NotNegative(value); } = 1e-3;

    public ulong Seed { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer rows than clusters, no columns, or values that are not finite.</exception>
    public GaussianMixtureModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: ClusterCount);
        var floor = Floor(x, cancellation);
        var widest = Likeliest(x, floor, progress, cancellation);
        var filled = widest;
        for (var (attempt, share) = (1, RidgeShare / 10); FillsClusters && attempt <= MostFillings && !IsFilled(filled, x); attempt++, share /= 10)
            filled = Likeliest(x, floor with { Share = share }, progress, cancellation);
        return filled == widest || IsFilled(filled, x) ? filled : widest;
    }

    private bool IsFilled(GaussianMixtureModel model, Matrix x) => model.Predict(x).Distinct().Count() == ClusterCount;

    private GaussianMixtureModel Likeliest(Matrix x, VarianceFloor floor, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var rng = new Rng(Seed);
        GaussianMixtureModel? best = null;
        for (var restart = 0; restart < Restarts; restart++)
        {
            var labels = Start(x, floor, restart, rng.Split(restart), progress, cancellation);
            var model = Run(new RowBlocks(x), new GivenClusters(new RowBlocks(x), labels, ClusterCount), floor, progress, cancellation);
            best = model.LowerBound > best?.LowerBound ? model : best ?? model;
        }

        return best!;
    }

    /// <summary>Learns from <paramref name="x"/> from where every row belongs to its label, once.</summary>
    /// <exception cref="ArgumentException">There is not one label in [0, ClusterCount) for every row, or <paramref name="x"/> cannot be fitted.</exception>
    /// <exception cref="FitException">The data cannot be grouped as asked.</exception>
    public GaussianMixtureModel Fit(Matrix x, int[] labels, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: ClusterCount);
        ArgumentNullException.ThrowIfNull(labels);
        return Run(new RowBlocks(x), new GivenClusters(new RowBlocks(x), labels, ClusterCount), Floor(x, cancellation), progress, cancellation);
    }

    /// <summary>Learns from <paramref name="x"/> from the given <paramref name="responsibilities"/> (rows x ClusterCount, each row summing to one), once.</summary>
    /// <exception cref="ArgumentException">The two tables do not fit together, or <paramref name="x"/> cannot be fitted.</exception>
    /// <exception cref="FitException">The data cannot be grouped as asked.</exception>
    public GaussianMixtureModel Fit(Matrix x, Matrix responsibilities, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: ClusterCount);
        ArgumentNullException.ThrowIfNull(responsibilities);
        if (responsibilities.Columns != ClusterCount)
            throw new ArgumentException($"Responsibilities need {ClusterCount} columns, one per component, got {responsibilities.Columns}.", nameof(responsibilities));
        return Run(new RowBlocks(x), new GivenResponsibilities(x, responsibilities), Floor(x, cancellation), progress, cancellation);
    }

    /// <summary>How close rows lie to each other is told by comparing them, which passes cannot.</summary>
    string? IStreamedClusterer.NeedsSample => RidgeShare > 0 ? "A mixture whose ridge follows how closely rows lie compares rows with each other." : null;

    /// <summary>The same by passes over rows that are read some at a time: the bits of the fit in memory in one process; several add up their sums, so that their number changes the last bits.</summary>
    /// <remarks>A label and a likelihood are kept of every row.</remarks>
    internal GaussianMixtureModel Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x.Rows, x.Columns, atLeast: ClusterCount);
        var (rng, floor, floats) = (new Rng(Seed), new VarianceFloor(Ridge, Share: 0, Spacing: null), new FloatRows(x));
        GaussianMixtureModel? best = null;
        for (var restart = 0; restart < Restarts; restart++)
        {
            var (labels, shard) = new KMeans { ClusterCount = ClusterCount, Restarts = 1, Seed = rng.Split(restart).State }.Clusters(floats, stream, progress, cancellation);
            var rows = new RowBlocks(floats, shard);
            var model = Run(rows, new GivenClusters(rows, labels, ClusterCount), floor, progress, cancellation);
            best = model.LowerBound > best?.LowerBound ? model : best ?? model;
        }

        return best!;
    }

    IClusterModel IStreamedClusterer.Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation) => Fit(x, stream, progress, cancellation);

    /// <summary>Every other start sees each group at its own scale, where the floor under the variances does; the others are those of k-means.</summary>
    private int[] Start(Matrix x, VarianceFloor floor, int restart, Rng rng, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        restart % 2 == 1 && floor.Spacing is { } spacing
            ? LocalStart.Clusters(x, spacing, ClusterCount, rng, cancellation)
            : new KMeans { ClusterCount = ClusterCount, Restarts = 1, Seed = rng.State }.Clusters(x, progress, cancellation);

    private VarianceFloor Floor(Matrix x, CancellationToken cancellation) => VarianceFloor.Of(Ridge, RidgeShare, x, cancellation);

    private GaussianMixtureModel Run(RowBlocks x, IStartingPoint start, VarianceFloor floor, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        using var pass = GaussianMixtureModel.NewPass(x, Covariance, ClusterCount, floor.Spacing);
        var model = GaussianMixtureModel.Start(x, start, pass, Covariance, floor, cancellation);
        for (var iteration = 1; iteration <= MaxIterations && !model.Converged; iteration++)
        {
            model = model.Step(x, pass, floor, Tolerance, cancellation);
            progress?.Report(new FitProgress("Gaussian mixture", iteration, MaxIterations, -model.LowerBound));
        }

        return model;
    }
}
