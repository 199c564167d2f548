using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>The means of the groups that have rows, which scores without classes compare.</summary>
internal sealed class GroupCentres
{
    private readonly double[] _centres;  // Count x columns
    private readonly int _columns;

    /// <exception cref="ArgumentException">Rows and groups differ in number, a group is negative, a value is not finite, or there are fewer than two groups or as many as rows.</exception>
    public GroupCentres(Matrix x, ReadOnlySpan<int> groups)
    {
        Guard.Samples(x, atLeast: 1);
        if (groups.Length != x.Rows)
            throw new ArgumentException($"Every row needs a group; there are {x.Rows} rows and {groups.Length} groups.");
        var sizes = new int[Labels.CountBelow(groups, "group", Math.Max(1 << 20, x.Rows))];
        foreach (var group in groups)
            sizes[group]++;

        var number = new int[sizes.Length];
        foreach (var group in Enumerable.Range(0, sizes.Length).Where(group => sizes[group] > 0))
            number[group] = Count++;
        if (Count < 2 || Count >= x.Rows)
            throw new ArgumentException($"At least 2 groups and fewer groups than rows are needed, got {Count} groups for {x.Rows} rows.");

        (_columns, Sizes, Groups) = (x.Columns, [.. sizes.Where(size => size > 0)], new int[x.Rows]);
        for (var i = 0; i < Groups.Length; i++)
            Groups[i] = number[groups[i]];
        _centres = Means(x);
    }

    /// <summary>Groups that have rows.</summary>
    public int Count { get; }

    /// <summary>Rows in every group.</summary>
    public int[] Sizes { get; }

    /// <summary>The group of every row, numbered without gaps.</summary>
    public int[] Groups { get; }

    public ReadOnlySpan<double> Centre(int group) => _centres.AsSpan(group * _columns, _columns);

    /// <summary>‖x − centre‖²</summary>
    public double SquaredDistance(ReadOnlySpan<float> x, int group)
    {
        var centre = Centre(group);
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
            var mean = means.AsSpan(Groups[i] * _columns, _columns);
            for (var j = 0; j < row.Length; j++)
                mean[j] += row[j];
        }

        for (var i = 0; i < means.Length; i++)
            means[i] /= Sizes[i / _columns];
        return means;
    }
}
