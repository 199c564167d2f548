using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>Where rows went; arrays in row order.</summary>
/// <param name="Groups">In [0, clusters).</param>
/// <param name="Distances">To the nearest centre, or −ln p(row): large is untypical.</param>
/// <param name="Probabilities">Of the group given the row, where the method tells.</param>
internal sealed record Membership(int[] Groups, float[] Distances, float[]? Probabilities)
{
    /// <summary>To the nearest centre, by the Euclidean distance to it.</summary>
    public static Membership Of(KMeansModel model, Matrix x) => Nearest(model.Assign(x));

    /// <inheritdoc cref="Of(KMeansModel, Matrix)"/>
    public static Membership Of(KMeansModel model, ByteMatrix x) => Nearest(model.Assign(x));

    /// <summary>To the most probable component; the distance is −ln p(row).</summary>
    public static Membership Of(GaussianMixtureModel model, Matrix x)
    {
        var (groups, probabilities, logLikelihoods) = model.Assign(x);
        return new Membership(groups, Array.ConvertAll(logLikelihoods, likelihood => (float)-likelihood), probabilities);
    }

    private static Membership Nearest((int[] Labels, float[] Distances) assigned) => new(assigned.Labels, assigned.Distances, null);
}
