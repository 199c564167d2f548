using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Clustering.Heads;

/// <summary>Rows as heads take them: counted from the mean of the training rows, and in units in which these are eight long on average (root of the mean square), so that weights need not be large.</summary>
internal sealed class HeadInput(float[] mean, float scale)
{
    private const double UsualLength = 8;

    public ReadOnlyMemory<float> Mean => mean;

    /// <summary>What differences to the mean are multiplied by; 0 where all rows are alike.</summary>
    public float Scale => scale;

    public static HeadInput From(Matrix x)
    {
        var sums = new double[x.Columns];
        for (var i = 0; i < x.Rows; i++)
        {
            var row = x.Row(i);
            for (var j = 0; j < sums.Length; j++)
                sums[j] += row[j];
        }

        var (mean, squares) = (Array.ConvertAll(sums, sum => (float)(sum / x.Rows)), 0.0);
        for (var i = 0; i < x.Rows; i++)
        {
            var row = x.Row(i);
            for (var j = 0; j < mean.Length; j++)
                squares += ((double)row[j] - mean[j]) * ((double)row[j] - mean[j]);
        }

        return new HeadInput(mean, squares > 0 ? (float)(UsualLength / Math.Sqrt(squares / x.Rows)) : 0);
    }

    public Matrix Of(Matrix x)
    {
        var rows = new Matrix(x.Rows, x.Columns);
        for (var i = 0; i < x.Rows; i++)
        {
            TensorPrimitives.Subtract(x.Row(i), mean, rows.MutableRow(i));
            TensorPrimitives.Multiply(rows.Row(i), scale, rows.MutableRow(i));
        }

        return rows;
    }
}
