using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Rows in no cluster: their cluster is −1.</summary>
internal static class Noise
{
    public const int Cluster = -1;

    /// <summary>The rows that are in a cluster.</summary>
    public static int[] Clustered(ReadOnlySpan<int> clusters)
    {
        var rows = new List<int>(clusters.Length);
        for (var i = 0; i < clusters.Length; i++)
        {
            if (clusters[i] != Cluster)
                rows.Add(i);
        }

        return [.. rows];
    }

    /// <summary>The same clusters, with the rows in none as one more after the last.</summary>
    public static int[] AsCluster(ReadOnlySpan<int> clusters)
    {
        var numbered = clusters.ToArray();
        var last = 0;
        foreach (var cluster in numbered)
            last = Math.Max(last, cluster + 1);
        numbered.AsSpan().Replace(Cluster, last);
        return numbered;
    }

    /// <summary>The rows that are in a cluster, and their clusters; nothing is copied where all are.</summary>
    public static (Matrix X, int[] Clusters) Without(Matrix x, ReadOnlySpan<int> clusters)
    {
        ArgumentNullException.ThrowIfNull(x);
        var all = clusters.ToArray();
        if (all.Length != x.Rows || !all.Contains(Cluster))
            return (x, all);
        var rows = Clustered(all);
        return (x.Take(rows), Array.ConvertAll(rows, row => all[row]));
    }
}
