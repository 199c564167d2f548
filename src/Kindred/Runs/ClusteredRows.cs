using System.Globalization;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Models;
using Kindred.Numerics;

namespace Kindred.Runs;

/// <summary>Where the rows of one part went. All arrays have one entry per row, in row order.</summary>
/// <param name="Rows">The row's place in the part as it was read, before any split.</param>
/// <param name="Clusters">Its cluster, from 0; <see cref="Membership.NoCluster"/> for none.</param>
/// <param name="Distances">How far it lies from its cluster, in the method's own measure; large is untypical.</param>
/// <param name="Probabilities">How surely it belongs to its cluster, in [0, 1], where the method tells.</param>
/// <param name="Classes">Its true class, where known.</param>
public sealed record ClusteredRows(int[] Rows, int[] Clusters, float[] Distances, float[]? Probabilities, int[]? Classes)
{
    /// <summary>What people know each row by, e.g. its file, where they do.</summary>
    public string[]? Names { get; init; }

    /// <summary>Where a model put every part.</summary>
    public static Parts<ClusteredRows> Of(Dataset data, Parts<Assignments> assigned)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(assigned);
        return Join(data, assigned, part => part.ToMembership());
    }

    /// <summary>What each row is called in tables: its file or id, else its place; its place, too, in a part that was split.</summary>
    public string[] ItemNames()
    {
        var isWhole = Rows.Index().All(row => row.Item == row.Index);
        return isWhole && Names is not null ? Names : Array.ConvertAll(Rows, row => row.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Where every part goes; rows that were fitted where the fit put them: the training rows, which are those at <paramref name="places"/> where more were fitted.</summary>
    internal static Parts<ClusteredRows> Of(Dataset data, Parts<ImageSet> parts, IClusterModel model, int[]? places = null) =>
        Join(data, parts, part => part != parts.Train || model.Fitted is not { } fitted ? part.PassTo(model.Assign, model.Assign) : places is null ? fitted : fitted.Take(places));

    /// <summary>Where every part goes; rows that were fitted where the fit put them.</summary>
    internal static Parts<ClusteredRows> Of(Dataset data, Parts<Matrix> parts, IClusterModel model) =>
        Join(data, parts, part => part == parts.Train && model.Fitted is { } fitted ? fitted : model.Assign(part));

    private static Parts<ClusteredRows> Join<T>(Dataset data, Parts<T> parts, Func<T, Membership> assign)
        where T : class
    {
        return new Parts<ClusteredRows>(
            Part(parts.Train, data.Train, data.Split?.TrainRows),
            Part(parts.Validation, data.Validation, data.Split?.ValidationRows),
            Part(parts.Test, data.Test, rows: null));

        ClusteredRows? Part(T? part, ImageSet? images, int[]? rows)
        {
            if (part is null || images is null)
                return null;
            var (clusters, distances, probabilities) = assign(part);
            return new ClusteredRows(rows ?? [.. Enumerable.Range(0, images.Count)], clusters, distances, probabilities, images.Classes) { Names = images.Names };
        }
    }
}
