using System.Numerics.Tensors;

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
        return ColumnMeans(new RowBlocks(x));
    }

    internal static double[] ColumnMeans(RowBlocks x)
    {
        const int blockRows = 1024;
        var (means, wide) = (new double[x.Columns], new double[x.Columns]);
        for (var start = 0; start < x.Rows; start += blockRows)
        {
            var block = x.Read(start, Math.Min(blockRows, x.Rows - start));
            for (var i = 0; i < block.Rows; i++)
            {
                TensorPrimitives.ConvertTruncating(block.Row(i), wide);
                TensorPrimitives.Add(means, wide, means);
            }
        }

        x.Communicator.Sum(means);
        for (var j = 0; j < means.Length; j++)
            means[j] /= x.Total;
        return means;
    }
}
