using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Recipes;

/// <summary>Where the rows of one part went. All arrays have one entry per row, in row order.</summary>
/// <param name="Rows">The row's place in the part as it was read, before any split.</param>
/// <param name="Groups">Its cluster, from 0.</param>
/// <param name="Distances">How far it lies from its cluster, in the method's own measure; large is untypical.</param>
/// <param name="Probabilities">How surely it belongs to its cluster, in [0, 1], where the method tells.</param>
/// <param name="Classes">Its true class, where known.</param>
public sealed record Grouping(int[] Rows, int[] Groups, float[] Distances, float[]? Probabilities, int[]? Classes)
{
    /// <summary>What people know each row by, e.g. its file, where they do.</summary>
    public string[]? Names { get; init; }

    /// <summary>Groups every part: to the nearest centre, by the Euclidean distance to it.</summary>
    internal static Parts<Grouping> Of(Dataset data, Parts<ImageSet> parts, KMeansModel model) => Join(data, parts, part =>
        part.Bytes is not null ? Membership.Of(model, part.Bytes) : Membership.Of(model, part.Pixels));

    /// <inheritdoc cref="Of(Dataset, Parts{ImageSet}, KMeansModel)"/>
    internal static Parts<Grouping> Of(Dataset data, Parts<Matrix> parts, KMeansModel model) =>
        Join(data, parts, part => Membership.Of(model, part));

    /// <summary>Groups every part: to the most probable component; the distance is −ln p(row).</summary>
    internal static Parts<Grouping> Of(Dataset data, Parts<Matrix> parts, GaussianMixtureModel model) =>
        Join(data, parts, part => Membership.Of(model, part));

    private static Parts<Grouping> Join<T>(Dataset data, Parts<T> parts, Func<T, Membership> assign)
        where T : class
    {
        return new Parts<Grouping>(
            Part(parts.Train, data.Train, data.Split?.TrainRows),
            Part(parts.Validation, data.Validation, data.Split?.ValidationRows),
            Part(parts.Test, data.Test, rows: null));

        Grouping? Part(T? part, ImageSet? images, int[]? rows)
        {
            if (part is null || images is null)
                return null;
            var (groups, distances, probabilities) = assign(part);
            return new Grouping(rows ?? [.. Enumerable.Range(0, images.Count)], groups, distances, probabilities, images.Labels) { Names = images.Names };
        }
    }
}
