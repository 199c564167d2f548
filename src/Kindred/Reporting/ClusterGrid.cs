using System.Globalization;
using Kindred.Datasets;
using Kindred.Evaluation;

namespace Kindred.Reporting;

/// <summary>A row of random samples for every cluster.</summary>
public static class ClusterGrid
{
    /// <param name="output">Receives one SVG document.</param>
    /// <param name="title">Says what was clustered, and how.</param>
    /// <param name="images">What was clustered.</param>
    /// <param name="groups">The cluster of every sample, numbered from 0.</param>
    /// <param name="columns">Pictures in a row; fewer where a cluster is smaller.</param>
    /// <param name="seed">Chooses the samples.</param>
    /// <exception cref="ArgumentException">There are no samples, a cluster is negative, or clusters and samples differ in number.</exception>
    public static void Write(TextWriter output, string title, ImageSet images, ReadOnlySpan<int> groups, int columns = 16, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(images);
        var sizes = new int[Labels.CountBelow(groups, "group", NamedRows.MaxRows)];
        foreach (var group in groups)
            sizes[group]++;
        var names = sizes.Select((size, group) => string.Create(CultureInfo.InvariantCulture, $"cluster {group}: {size:#,0}"));
        NamedRows.Write(output, title, images, groups, [.. names], columns, seed);
    }
}
