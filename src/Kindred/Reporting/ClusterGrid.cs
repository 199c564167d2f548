using System.Globalization;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Evaluation;

namespace Kindred.Reporting;

/// <summary>A row of random samples for every cluster, and one for those in none.</summary>
public static class ClusterGrid
{
    /// <param name="output">Receives one SVG document.</param>
    /// <param name="title">Says what was clustered, and how.</param>
    /// <param name="images">What was clustered.</param>
    /// <param name="groups">The cluster of every sample, numbered from 0; −1 for none.</param>
    /// <param name="columns">Pictures in a row; fewer where a cluster is smaller.</param>
    /// <param name="seed">Chooses the samples.</param>
    /// <exception cref="ArgumentException">There are no samples, a cluster is below −1, or clusters and samples differ in number.</exception>
    public static void Write(TextWriter output, string title, ImageSet images, ReadOnlySpan<int> groups, int columns = 16, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(images);
        var rows = groups.ToArray();
        var none = rows.DefaultIfEmpty(Membership.NoCluster).Max() + 1;
        rows.AsSpan().Replace(Membership.NoCluster, none);
        var sizes = new int[Categories.CountBelow(rows, "group", NamedRows.MaxRows)];
        foreach (var row in rows)
            sizes[row]++;
        var names = sizes.Select((size, row) => string.Create(CultureInfo.InvariantCulture, $"{(row == none ? "no cluster" : $"cluster {row}")}: {size:#,0}"));
        NamedRows.Write(output, title, images, rows, [.. names], columns, seed);
    }
}
