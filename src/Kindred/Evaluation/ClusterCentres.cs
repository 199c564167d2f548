using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>The means of the clusters that have rows, which scores without classes compare.</summary>
internal sealed class ClusterCentres
{
    private readonly double[] _centres;  // Count x columns
    private readonly int _columns;

    /// <exception cref="ArgumentException">Rows and clusters differ in number, a cluster is negative, a value is not finite, or there are fewer than two clusters or as many as rows.</exception>
    public ClusterCentres(Matrix x, ReadOnlySpan<int> clusters)
    {
        Guard.Samples(x, atLeast: 1);
        if (clusters.Length != x.Rows)
            throw new ArgumentException($"Every row needs a cluster; there are {x.Rows} rows and {clusters.Length} clusters.");
        var sizes = new int[Categories.CountBelow(clusters, "cluster", Math.Max(1 << 20, x.Rows))];
        foreach (var cluster in clusters)
            sizes[cluster]++;

        var number = new int[sizes.Length];
        foreach (var cluster in Enumerable.Range(0, sizes.Length).Where(cluster => sizes[cluster] > 0))
            number[cluster] = Count++;
        if (Count < 2 || Count >= x.Rows)
            throw new ArgumentException($"At least 2 clusters and fewer clusters than rows are needed, got {Count} clusters for {x.Rows} rows.");

        (_columns, Sizes, Clusters) = (x.Columns, [.. sizes.Where(size => size > 0)], new int[x.Rows]);
        for (var i = 0; i < Clusters.Length; i++)
            Clusters[i] = number[clusters[i]];
        _centres = Means(x);
    }

    /// <summary>Clusters that have rows.</summary>
    public int Count { get; }

    /// <summary>Rows in every cluster.</summary>
    public int[] Sizes { get; }

    /// <summary>The cluster of every row, numbered without gaps.</summary>
    public int[] Clusters { get; }

    public ReadOnlySpan<double> Centre(int cluster) => _centres.AsSpan(cluster * _columns, _columns);

    /// <summary>‖x − centre‖²</summary>
    public double SquaredDistance(ReadOnlySpan<float> x, int cluster)
    {
        var centre = Centre(cluster);
        var sum = 0.0;
        for (var j = 0; j < x.Length; j++)
            sum += (x[j] - centre[j]) * (x[j] - centre[j]);
        return sum;
    }

    private double[] Means(Matrix x)
    {
        var means = new double[checked(Count * _columns)];
        for (var i = 0; i < x.Rows; i++)
        {
            var row = x.Row(i);
            var mean = means.AsSpan(Clusters[i] * _columns, _columns);
            for (var j = 0; j < row.Length; j++)
                mean[j] += row[j];
        }

        for (var i = 0; i < means.Length; i++)
            means[i] /= Sizes[i / _columns];
        return means;
    }
}
