namespace Kindred.Numerics;

/// <summary>Summaries of columns; sums are kept in double.</summary>
public static class Statistics
{
    /// <summary>(1 / columns) Σⱼ var(column j), with the population variance.</summary>
    public static double MeanColumnVariance(Matrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var means = ColumnMeans(x);
        var sum = 0.0;
        for (var i = 0; i < x.Rows; i++)
        {
            var row = x.Row(i);
            for (var j = 0; j < row.Length; j++)
                sum += (row[j] - means[j]) * (row[j] - means[j]);
        }

        return sum / x.Rows / x.Columns;
    }

    /// <summary>One mean per column.</summary>
    public static double[] ColumnMeans(Matrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var means = new double[x.Columns];
        for (var i = 0; i < x.Rows; i++)
        {
            var row = x.Row(i);
            for (var j = 0; j < row.Length; j++)
                means[j] += row[j];
        }

        for (var j = 0; j < means.Length; j++)
            means[j] /= x.Rows;
        return means;
    }
}
