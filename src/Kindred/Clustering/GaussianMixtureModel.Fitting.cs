using Kindred.Clustering.Mixture;
using Kindred.Numerics;

namespace Kindred.Clustering;

public sealed partial class GaussianMixtureModel
{
    /// <summary>How often components may be restarted in one fit, for each component there is.</summary>
    private const int RestartsPerComponent = 3;

    /// <summary>One iteration of expectation and maximization on <paramref name="x"/>.</summary>
    /// <remarks>Dempster, Laird and Rubin 1977, doi:10.1111/j.2517-6161.1977.tb01600.x. <paramref name="ridge"/> is added to the variances;
    /// the next model has converged when its bound is within <paramref name="tolerance"/> of this one's.</remarks>
    /// <exception cref="ArgumentException">The columns are others, there is no row, or a value is not finite.</exception>
    /// <exception cref="FitException">A covariance is not positive definite and no restart can help.</exception>
    public GaussianMixtureModel Step(Matrix x, double ridge = 1e-6, double tolerance = 1e-3, CancellationToken cancellation = default)
    {
        Guard.Samples(Checked(x), atLeast: 1);
        var rows = new RowBlocks(x);
        using var pass = NewPass(rows, Covariance, ClusterCount);
        return Step(rows, pass, new VarianceFloor(Guard.NotNegative(ridge, nameof(ridge)), Share: 0, Spacing: null), tolerance, cancellation);
    }

    /// <summary>The same with memory that lasts for many iterations, on rows that were checked.</summary>
    internal GaussianMixtureModel Step(RowBlocks x, EmPass pass, VarianceFloor floor, double tolerance, CancellationToken cancellation)
    {
        var bound = pass.Run(x, new Posterior(_densities), _parameters.Means, cancellation);
        var (parameters, densities, restarted) = Maximize(x, pass, floor, _parameters, RestartsPerComponent * ClusterCount - RestartedComponents);
        return new GaussianMixtureModel(parameters, densities)
        {
            LowerBounds = [.. LowerBounds, bound],
            Converged = restarted == 0 && Math.Abs(bound - LowerBound) < tolerance,
            RestartedComponents = RestartedComponents + restarted,
        };
    }

    /// <summary>The mixture that given responsibilities amount to, before any iteration.</summary>
    internal static GaussianMixtureModel Start(RowBlocks x, IStartingPoint given, EmPass pass, CovarianceKind kind, VarianceFloor floor, CancellationToken cancellation)
    {
        var parameters = MixtureParameters.Empty(kind, given.Means.Length / x.Columns, x.Columns) with { Means = given.Means };
        pass.Run(x, given, given.Means, cancellation);
        (parameters, var densities, var restarted) = Maximize(x, pass, floor, parameters, RestartsPerComponent * parameters.Components);
        return new GaussianMixtureModel(parameters, densities) { RestartedComponents = restarted };
    }

    internal static EmPass NewPass(RowBlocks x, CovarianceKind kind, int components, double[]? spacing = null) =>
        new(x.Rows, x.Columns, components, scattered: kind is CovarianceKind.Full or CovarianceKind.Tied, spacing);

    private static (MixtureParameters Parameters, ComponentDensities Densities, int Restarted) Maximize(
        RowBlocks x, EmPass pass, VarianceFloor floor, MixtureParameters previous, int restartsLeft)
    {
        var lost = new bool[previous.Components];
        var parameters = Maximization.Run(pass, x.Total, floor, previous, lost);
        var (densities, restarted) = CollapsedComponents.Restart(parameters, lost, x, pass.LogLikelihoods, restartsLeft);
        return (parameters, densities, restarted);
    }
}
