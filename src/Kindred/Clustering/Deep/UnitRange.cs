using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Clustering.Deep;

/// <summary>(x − low) · scale, one of each for all values: brings rows to [0, 1] where they are not there.</summary>
internal sealed record UnitRange(float Low, float Scale)
{
    public static UnitRange Of(Matrix x)
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in x.Values)
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        return low >= 0 && high <= 1 ? new UnitRange(0, 1) : new UnitRange(low, high > low ? (float)(1 / ((double)high - low)) : 0);
    }

    public Matrix Bring(Matrix x)
    {
        if (Low == 0 && Scale == 1)
            return x;
        var rows = new Matrix(x.Rows, x.Columns);
        TensorPrimitives.Subtract(x.Values, Low, rows.MutableValues);
        TensorPrimitives.Multiply(rows.Values, Scale, rows.MutableValues);
        return rows;
    }
}
