using Kindred.Numerics;
using Kindred.Numerics.LinearAlgebra;

namespace Kindred.Evaluation;

/// <summary>How many rows of every class are in every cluster: the table all scores with classes are made from.</summary>
public sealed class Contingency
{
    private const int MaxCells = 1 << 25;  // 256 MB of counts

    private readonly long[] _counts;        // classes x clusters
    private readonly long[] _classSizes;
    private readonly long[] _clusterSizes;
    private readonly int[] _bestOrder;

    /// <summary>From counts, class after class.</summary>
    /// <exception cref="ArgumentException">The number of counts is not classes × clusters, one is negative, or all are zero.</exception>
    public Contingency(int classCount, int clusterCount, ReadOnlySpan<long> counts)
    {
        CheckSize(classCount, clusterCount);
        if (counts.Length != (long)classCount * clusterCount)
            throw new ArgumentException($"{classCount} classes x {clusterCount} clusters need {(long)classCount * clusterCount} counts, got {counts.Length}.", nameof(counts));
        foreach (var count in counts)
        {
            if (count < 0)
                throw new ArgumentException($"Counts must not be negative, got {count}.", nameof(counts));
        }

        (ClassCount, ClusterCount, _counts) = (classCount, clusterCount, counts.ToArray());
        (_classSizes, _clusterSizes) = Sums();
        Total = checked(_classSizes.Sum());
        if (Total == 0)
            throw new ArgumentException("At least one row is needed, got none.", nameof(counts));
        ClusterOfClass = [.. LinearAssignment.Maximize(Array.ConvertAll(_counts, count => (double)count), classCount, clusterCount)];
        _bestOrder = Order();
    }

    public int ClassCount { get; }

    public int ClusterCount { get; }

    /// <summary>All rows.</summary>
    public long Total { get; }

    /// <summary>ClassCount x ClusterCount, class after class.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Rows in every class.</summary>
    public ReadOnlySpan<long> ClassSizes => _classSizes;

    /// <summary>Rows in every cluster.</summary>
    public ReadOnlySpan<long> ClusterSizes => _clusterSizes;

    /// <summary>The cluster of every class in the best one-to-one matching, which puts the most rows on matched pairs; −1 where clusters run out.</summary>
    public ValueList<int> ClusterOfClass { get; }

    /// <summary>The clusters in the order of the classes they match best one to one; unmatched clusters last, by number.</summary>
    public ReadOnlySpan<int> BestClusterOrder => _bestOrder;

    public long this[int row, int column] => Row(row)[column];

    /// <summary>The counts of one class, cluster after cluster.</summary>
    public ReadOnlySpan<long> Row(int row) => _counts.AsSpan(checked(row * ClusterCount), ClusterCount);

    /// <summary>Counts pairs of labels; tables have a row up to the largest class and a column up to the largest cluster.</summary>
    /// <param name="classes">True classes, numbered from 0.</param>
    /// <param name="clusters">Clusters found, numbered from 0, in the order of <paramref name="classes"/>.</param>
    /// <param name="classCount">At least so many classes, for those without rows here.</param>
    /// <param name="clusterCount">At least so many clusters, for those without rows here.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no rows, a label is negative, or the labels are so large that the table would not fit.</exception>
    public static Contingency Of(ReadOnlySpan<int> classes, ReadOnlySpan<int> clusters, int classCount = 0, int clusterCount = 0)
    {
        if (classes.Length != clusters.Length)
            throw new ArgumentException($"Every row needs a class and a cluster; there are {classes.Length} classes and {clusters.Length} clusters.");
        if (classes.IsEmpty)
            throw new ArgumentException("At least one row is needed, got none.");
        classCount = Math.Max(classCount, Categories.CountBelow(classes, "class", MaxCells));
        clusterCount = Math.Max(clusterCount, Categories.CountBelow(clusters, "cluster", MaxCells));
        CheckSize(classCount, clusterCount);

        var counts = new long[classCount * clusterCount];
        for (var i = 0; i < classes.Length; i++)
            counts[(classes[i] * clusterCount) + clusters[i]]++;
        return new Contingency(classCount, clusterCount, counts);
    }

    /// <summary>The same table with its clusters in <see cref="BestClusterOrder"/>, so that matched pairs lie on the diagonal.</summary>
    public Contingency InBestOrder()
    {
        var counts = new long[_counts.Length];
        for (var i = 0; i < ClassCount; i++)
        {
            for (var j = 0; j < ClusterCount; j++)
                counts[(i * ClusterCount) + j] = this[i, _bestOrder[j]];
        }

        return new Contingency(ClassCount, ClusterCount, counts);
    }

    /// <summary>The counts as one array per class, as records of runs keep them.</summary>
    public long[][] ToRows() => [.. Enumerable.Range(0, ClassCount).Select(i => Row(i).ToArray())];

    private static void CheckSize(int classCount, int clusterCount)
    {
        Guard.NotNegative(classCount);
        Guard.NotNegative(clusterCount);
        if ((long)classCount * clusterCount > MaxCells)
            throw new ArgumentException($"A table of {classCount} classes x {clusterCount} clusters is too large, at most {MaxCells} cells are supported; number labels from 0 without gaps.");
    }

    private (long[] Classes, long[] Clusters) Sums()
    {
        var (classes, clusters) = (new long[ClassCount], new long[ClusterCount]);
        for (var i = 0; i < ClassCount; i++)
        {
            for (var j = 0; j < ClusterCount; j++)
            {
                classes[i] = checked(classes[i] + this[i, j]);
                clusters[j] = checked(clusters[j] + this[i, j]);
            }
        }

        return (classes, clusters);
    }

    private int[] Order()
    {
        var matched = ClusterOfClass.Where(cluster => cluster >= 0).ToArray();
        return [.. matched, .. Enumerable.Range(0, ClusterCount).Except(matched)];
    }
}
