using Kindred.Numerics;
using Kindred.Numerics.Kernels.Distances;

namespace Kindred.Neighbours;

/// <summary>Distances of two rows by their differences, which alone decide who is nearer.</summary>
internal interface IRowMeasure
{
    /// <summary>A true square and the one given differ by at most so much of it.</summary>
    double RelativeError { get; }

    /// <summary>‖x − y‖² of a searching and a kept row, in units of the measure.</summary>
    double Square(int row, int kept);

    float Distance(double square);
}

/// <inheritdoc/>
internal sealed class FloatMeasure(Matrix x, Matrix kept) : IRowMeasure
{
    public double RelativeError => ((x.Columns / 32) + 10.0) / (1 << 23);

    public double Square(int row, int other) => RowDistances.SquaredEuclidean(x.Row(row), kept.Row(other));

    public float Distance(double square) => MathF.Sqrt((float)square);
}

/// <summary>Exact, as whole numbers.</summary>
internal sealed unsafe class ByteMeasure(ByteMatrix x) : IRowMeasure
{
    public double RelativeError => 0;

    public double Square(int row, int other)
    {
        fixed (byte* first = x.Row(row), second = x.Row(other))
            return ByteProducts.SquaredDistance(first, second, x.Columns);
    }

    public float Distance(double square) => (float)(Math.Sqrt(square) * x.Scale);
}
