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
        return Of(low, high);
    }

    /// <summary>Of values from <paramref name="low"/> to <paramref name="high"/>.</summary>
    public static UnitRange Of(float low, float high) =>
        low >= 0 && high <= 1 ? new UnitRange(0, 1) : new UnitRange(low, high > low ? (float)(1 / ((double)high - low)) : 0);

    /// <summary>Whether values stay as they are.</summary>
    public bool IsIdentity => Low == 0 && Scale == 1;

    public Matrix Bring(Matrix x)
    {
        if (IsIdentity)
            return x;
        var rows = new Matrix(x.Rows, x.Columns);
        Bring(x.Values, rows.MutableValues);
        return rows;
    }

    /// <summary>The same of some values, which may lie in the same place.</summary>
    public void Bring(ReadOnlySpan<float> x, Span<float> brought)
    {
        TensorPrimitives.Subtract(x, Low, brought);
        TensorPrimitives.Multiply(brought, Scale, brought);
    }
}
