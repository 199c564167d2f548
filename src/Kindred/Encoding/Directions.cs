using System.Numerics.Tensors;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Encoding;

/// <summary>Rows of a transform, counted from the mean of those of the training rows and of length 1, so that their directions alone are compared.</summary>
/// <param name="Transform">What makes them.</param>
/// <param name="Mean">One number a column.</param>
internal sealed record Directions(ITransform Transform, float[] Mean)
{
    /// <summary>By the mean of rows that <paramref name="transform"/> made.</summary>
    public static Directions From(ITransform transform, Matrix rows) => new(transform, MeanOf(rows));

    /// <summary>(x − mean) / ‖x − mean‖ in the place of every row x; 0 where that is 0.</summary>
    public void Apply(Matrix rows) => Apply(rows, Mean);

    /// <inheritdoc cref="Apply(Matrix)"/>
    public static void Apply(Matrix rows, ReadOnlySpan<float> mean)
    {
        for (var i = 0; i < rows.Rows; i++)
        {
            var row = rows.MutableRow(i);
            TensorPrimitives.Subtract(row, mean, row);
            var squares = 0.0;
            foreach (var value in row)
                squares += (double)value * value;
            TensorPrimitives.Multiply(row, squares > 0 ? (float)(1 / Math.Sqrt(squares)) : 0, row);
        }
    }

    /// <summary>sums ← sums + Σ rows</summary>
    public static void Add(Matrix rows, double[] sums)
    {
        for (var i = 0; i < rows.Rows; i++)
        {
            var row = rows.Row(i);
            for (var j = 0; j < sums.Length; j++)
                sums[j] += row[j];
        }
    }

    public static float[] MeanOf(Matrix rows)
    {
        var sums = new double[rows.Columns];
        Add(rows, sums);
        return Array.ConvertAll(sums, sum => (float)(sum / rows.Rows));
    }
}
