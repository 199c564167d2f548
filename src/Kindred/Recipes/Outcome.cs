using Kindred.Clustering;

namespace Kindred.Recipes;

/// <summary>What a fitted method says of itself, as named numbers for the run record.</summary>
internal sealed record Outcome(int ClusterCount, IReadOnlyDictionary<string, double> Numbers)
{
    public static Outcome Of(IClusterModel model) => new(model.ClusterCount, model.Outcome);
}
