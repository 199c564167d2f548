namespace Kindred.Clustering;

/// <summary>Where rows went; arrays in row order.</summary>
/// <param name="Clusters">In [0, clusters), or <see cref="NoCluster"/>.</param>
/// <param name="Distances">From the row's cluster, in the method's own measure: to the centre, −ln p(row), …; large is untypical.</param>
/// <param name="Probabilities">How surely the row belongs to its cluster, in [0, 1]; null where the method does not tell.</param>
public sealed record Membership(int[] Clusters, float[] Distances, float[]? Probabilities)
{
    /// <summary>The cluster of rows that belong to none: noise.</summary>
    public const int NoCluster = -1;

    public int Count => Clusters.Length;

    /// <summary>Of some of the rows, in the given order.</summary>
    internal Membership Take(int[] rows) => new(Array.ConvertAll(rows, row => Clusters[row]), Array.ConvertAll(rows, row => Distances[row]), Probabilities is { } all ? Array.ConvertAll(rows, row => all[row]) : null);

    /// <summary>All rows of all parts, one part after the other.</summary>
    internal static Membership Join(IReadOnlyList<Membership> parts) => parts is [var only] ? only : new Membership(
        [.. parts.SelectMany(part => part.Clusters)],
        [.. parts.SelectMany(part => part.Distances)],
        parts.All(part => part.Probabilities is not null) ? [.. parts.SelectMany(part => part.Probabilities!)] : null);
}
