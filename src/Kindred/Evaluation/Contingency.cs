using Kindred.Numerics;
using Kindred.Numerics.LinearAlgebra;

namespace Kindred.Evaluation;

/// <summary>How many rows of every class are in every group: the table all scores with classes are made from.</summary>
public sealed class Contingency
{
    private const int MaxCells = 1 << 25;  // 256 MB of counts

    private readonly long[] _counts;        // classes x groups
    private readonly long[] _classSizes;
    private readonly long[] _groupSizes;
    private readonly int[] _bestOrder;

    /// <summary>From counts, class after class.</summary>
    /// <exception cref="ArgumentException">The number of counts is not classes × groups, one is negative, or all are zero.</exception>
    public Contingency(int classCount, int groupCount, ReadOnlySpan<long> counts)
    {
        CheckSize(classCount, groupCount);
        if (counts.Length != (long)classCount * groupCount)
            throw new ArgumentException($"{classCount} classes x {groupCount} groups need {(long)classCount * groupCount} counts, got {counts.Length}.", nameof(counts));
        foreach (var count in counts)
        {
            if (count < 0)
                throw new ArgumentException($"Counts must not be negative, got {count}.", nameof(counts));
        }

        (ClassCount, GroupCount, _counts) = (classCount, groupCount, counts.ToArray());
        (_classSizes, _groupSizes) = Sums();
        Total = checked(_classSizes.Sum());
        if (Total == 0)
            throw new ArgumentException("At least one row is needed, got none.", nameof(counts));
        GroupOfClass = [.. Assignment.Maximize(Array.ConvertAll(_counts, count => (double)count), classCount, groupCount)];
        _bestOrder = Order();
    }

    public int ClassCount { get; }

    public int GroupCount { get; }

    /// <summary>All rows.</summary>
    public long Total { get; }

    /// <summary>ClassCount x GroupCount, class after class.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Rows in every class.</summary>
    public ReadOnlySpan<long> ClassSizes => _classSizes;

    /// <summary>Rows in every group.</summary>
    public ReadOnlySpan<long> GroupSizes => _groupSizes;

    /// <summary>The group of every class in the best one-to-one matching, which puts the most rows on matched pairs; −1 where groups run out.</summary>
    public ValueList<int> GroupOfClass { get; }

    /// <summary>The groups in the order of the classes they match best one to one; unmatched groups last, by number.</summary>
    public ReadOnlySpan<int> BestGroupOrder => _bestOrder;

    public long this[int row, int column] => Row(row)[column];

    /// <summary>The counts of one class, group after group.</summary>
    public ReadOnlySpan<long> Row(int row) => _counts.AsSpan(checked(row * GroupCount), GroupCount);

    /// <summary>Counts pairs of labels; tables have a row up to the largest class and a column up to the largest group.</summary>
    /// <param name="classes">True classes, numbered from 0.</param>
    /// <param name="groups">Groups found, numbered from 0, in the order of <paramref name="classes"/>.</param>
    /// <param name="classCount">At least so many classes, for those without rows here.</param>
    /// <param name="groupCount">At least so many groups, for those without rows here.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are no rows, a label is negative, or the labels are so large that the table would not fit.</exception>
    public static Contingency Of(ReadOnlySpan<int> classes, ReadOnlySpan<int> groups, int classCount = 0, int groupCount = 0)
    {
        if (classes.Length != groups.Length)
            throw new ArgumentException($"Every row needs a class and a group; there are {classes.Length} classes and {groups.Length} groups.");
        if (classes.IsEmpty)
            throw new ArgumentException("At least one row is needed, got none.");
        classCount = Math.Max(classCount, Labels.CountBelow(classes, "class", MaxCells));
        groupCount = Math.Max(groupCount, Labels.CountBelow(groups, "group", MaxCells));
        CheckSize(classCount, groupCount);

        var counts = new long[classCount * groupCount];
        for (var i = 0; i < classes.Length; i++)
            counts[(classes[i] * groupCount) + groups[i]]++;
        return new Contingency(classCount, groupCount, counts);
    }

    /// <summary>The same table with its groups in <see cref="BestGroupOrder"/>, so that matched pairs lie on the diagonal.</summary>
    public Contingency InBestOrder()
    {
        var counts = new long[_counts.Length];
        for (var i = 0; i < ClassCount; i++)
        {
            for (var j = 0; j < GroupCount; j++)
                counts[(i * GroupCount) + j] = this[i, _bestOrder[j]];
        }

        return new Contingency(ClassCount, GroupCount, counts);
    }

    /// <summary>The counts as one array per class, as records of runs keep them.</summary>
    public long[][] ToRows() => [.. Enumerable.Range(0, ClassCount).Select(i => Row(i).ToArray())];

    private static void CheckSize(int classCount, int groupCount)
    {
        Guard.NotNegative(classCount);
        Guard.NotNegative(groupCount);
        if ((long)classCount * groupCount > MaxCells)
            throw new ArgumentException($"A table of {classCount} classes x {groupCount} groups is too large, at most {MaxCells} cells are supported; number labels from 0 without gaps.");
    }

    private (long[] Classes, long[] Groups) Sums()
    {
        var (classes, groups) = (new long[ClassCount], new long[GroupCount]);
        for (var i = 0; i < ClassCount; i++)
        {
            for (var j = 0; j < GroupCount; j++)
            {
                classes[i] = checked(classes[i] + this[i, j]);
                groups[j] = checked(groups[j] + this[i, j]);
            }
        }

        return (classes, groups);
    }

    private int[] Order()
    {
        var matched = GroupOfClass.Where(group => group >= 0).ToArray();
        return [.. matched, .. Enumerable.Range(0, GroupCount).Except(matched)];
    }
}
