using System.Globalization;
using Kindred.Clustering;

namespace Kindred.Runs;

/// <summary>The lines of one part of an <see cref="AssignmentsCsv"/> as they are read.</summary>
internal sealed class AssignmentLines
{
    private readonly List<string> _items = [];
    private readonly List<int> _clusters = [];
    private readonly List<float> _distances = [];
    private readonly List<float> _probabilities = [];
    private readonly List<int> _classes = [];

    /// <summary>Whether the cells are those of a line.</summary>
    public bool TryAdd(string[] cells, IReadOnlyList<string> classNames)
    {
        if (!Whole(cells[2], out var cluster) || cluster < Membership.NoCluster || !Real(cells[5], out var distance))
            return false;
        _items.Add(cells[0]);
        _clusters.Add(cluster);
        _distances.Add(distance);
        if (cells[4].Length > 0)
        {
            if (!Real(cells[4], out var probability))
                return false;
            _probabilities.Add(probability);
        }

        return cells[7].Length == 0 || TryAddClass(cells[7], classNames);
    }

    public ClusteredRows? ToClusteredRows()
    {
        if (_items.Count == 0)
            return null;
        var rows = new int[_items.Count];
        var isNumbered = true;
        for (var i = 0; i < rows.Length && isNumbered; i++)
            isNumbered = Whole(_items[i], out rows[i]) && rows[i] >= 0;
        isNumbered &= rows.Distinct().Count() == rows.Length;
        return new ClusteredRows(isNumbered ? rows : [.. Enumerable.Range(0, rows.Length)], [.. _clusters], [.. _distances], All(_probabilities), All(_classes))
        {
            Names = isNumbered ? null : [.. _items],
        };
    }

    private bool TryAddClass(string text, IReadOnlyList<string> classNames)
    {
        var known = Enumerable.Range(0, classNames.Count).FirstOrDefault(index => classNames[index] == text, -1);
        if (known < 0 && !Whole(text, out known))
            return false;
        _classes.Add(known);
        return true;
    }

    private T[]? All<T>(List<T> values) => values.Count == _items.Count ? [.. values] : null;

    private static bool Whole(string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool Real(string text, out float value) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
}
