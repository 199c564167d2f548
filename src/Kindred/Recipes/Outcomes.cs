using Kindred.Clustering;

namespace Kindred.Recipes;

/// <summary>What a fitted method says of itself, as named numbers for the run record.</summary>
internal static class Outcomes
{
    public static IReadOnlyDictionary<string, double> Of(KMeansModel model) => new Dictionary<string, double>
    {
        ["inertia"] = model.Inertia,
        ["iterations"] = model.Iterations,
        ["converged"] = model.Converged ? 1 : 0,
    };
}
