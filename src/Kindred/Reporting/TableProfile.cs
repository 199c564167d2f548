namespace Kindred.Reporting;

/// <summary>The columns of a table: their means and deviations over all rows, and means of groups to compare with these.</summary>
internal sealed class TableProfile
{
    private const int MostColumns = 200;    // nobody looks at more
    private const int MostValues = 2_000_000;

    private readonly int[] _columns;
    private readonly string[] _names;
    private readonly double[] _means, _deviations;
    private readonly ReportRows _rows;

    public TableProfile(ReportRows rows, IReadOnlyList<string> names)
    {
        _rows = rows;
        var (sums, squares) = (new double[rows.Shape.Size], new double[rows.Shape.Size]);
        Each(rows, (_, row) =>
        {
            for (var j = 0; j < row.Length; j++)
                sums[j] += row[j];
        });
        var means = Array.ConvertAll(sums, sum => sum / rows.Count);
        Each(rows, (_, row) =>
        {
            for (var j = 0; j < row.Length; j++)
                squares[j] += (row[j] - means[j]) * (row[j] - means[j]);
        });
        _columns = [.. Enumerable.Range(0, Math.Min(MostColumns, rows.Shape.Size))];
        _means = Array.ConvertAll(_columns, column => means[column]);
        _deviations = Array.ConvertAll(_columns, column => Math.Sqrt(squares[column] / rows.Count));
        _names = Array.ConvertAll(_columns, column => column < names.Count ? names[column] : $"column {column + 1}");
    }

    /// <summary>The columns, and the values of the points where there are not too many.</summary>
    public TableJson ToJson(ReportBlocks blocks, int[] points)
    {
        ColumnJson? values = null;
        if ((long)points.Length * _columns.Length <= MostValues)
        {
            var all = new float[points.Length * _columns.Length];
            for (var i = 0; i < points.Length; i++)
            {
                var (images, row) = _rows.Find(points[i]);
                var source = images.Pixels.Row(row);
                for (var j = 0; j < _columns.Length; j++)
                    all[(i * _columns.Length) + j] = float.IsFinite(source[_columns[j]]) ? source[_columns[j]] : 0;
            }

            values = blocks.Add(all.AsSpan());
        }

        return new TableJson(_names, Array.ConvertAll(_means, mean => (float)mean), Array.ConvertAll(_deviations, deviation => (float)deviation), values);
    }

    /// <summary>groups x columns: the mean of every column over the rows of every group; 0 where a group is empty.</summary>
    public ReadOnlySpan<float> Means(ReportRows rows, int[] groups, int count)
    {
        var (sums, sizes) = (new double[count * _columns.Length], new int[count]);
        Each(rows, (i, row) =>
        {
            if (groups[i] < 0)
                return;
            sizes[groups[i]]++;
            for (var j = 0; j < _columns.Length; j++)
                sums[(groups[i] * _columns.Length) + j] += row[_columns[j]];
        });
        var means = new float[sums.Length];
        for (var k = 0; k < means.Length; k++)
            means[k] = (float)(sums[k] / Math.Max(1, sizes[k / _columns.Length]));
        return means;
    }

    private delegate void RowAction(int index, ReadOnlySpan<float> row);

    private static void Each(ReportRows rows, RowAction action)
    {
        foreach (var (_, images, start) in rows.Parts)
        {
            for (var i = 0; i < images.Count; i++)
                action(start + i, images.Pixels.Row(i));
        }
    }
}
