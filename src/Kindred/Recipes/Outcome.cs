using Kindred.Clustering;

namespace Kindred.Recipes;

/// <summary>What a fitted method says of itself, as named numbers for the run record.</summary>
internal sealed record Outcome(int ClusterCount, IReadOnlyDictionary<string, double> Numbers)
{
    public static Outcome Of(KMeansModel model) => new(model.ClusterCount, new Dictionary<string, double>
    {
        ["inertia"] = model.Inertia,
        ["iterations"] = model.Iterations,
        ["converged"] = model.Converged ? 1 : 0,
    });

    public static Outcome Of(GaussianMixtureModel model) => new(model.ClusterCount, new Dictionary<string, double>
    {
        ["meanLogLikelihood"] = model.LowerBound,
        ["iterations"] = model.Iterations,
        ["converged"] = model.Converged ? 1 : 0,
        ["restartedComponents"] = model.RestartedComponents,
    });
}
