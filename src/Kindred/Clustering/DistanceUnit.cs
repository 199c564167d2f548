using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>A power of two near the largest range of a column: in this unit squares of distances neither overflow nor vanish, and not a bit of a value is lost.</summary>
internal static class DistanceUnit
{
    public static double Of(Matrix x)
    {
        var (lows, highs) = (x.Row(0).ToArray(), x.Row(0).ToArray());
        for (var i = 1; i < x.Rows; i++)
        {
            TensorPrimitives.Min(lows, x.Row(i), lows);
            TensorPrimitives.Max(highs, x.Row(i), highs);
        }

        var widest = 0.0;
        for (var j = 0; j < lows.Length; j++)
            widest = Math.Max(widest, (double)highs[j] - lows[j]);
        return widest == 0 ? 1 : Math.ScaleB(1, Math.ILogB(widest));
    }

    /// <summary>The rows less their mean, in a unit.</summary>
    public static Matrix Centred(Matrix x, double unit)
    {
        var (centred, means) = (new Matrix(x.Rows, x.Columns), Statistics.ColumnMeans(x));
        for (var i = 0; i < x.Rows; i++)
        {
            var row = x.Row(i);
            var target = centred.MutableRow(i);
            for (var j = 0; j < row.Length; j++)
                target[j] = (float)((row[j] - means[j]) / unit);
        }

        return centred;
    }
}
