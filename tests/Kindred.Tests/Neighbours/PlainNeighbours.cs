using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Tests.Neighbours;

/// <summary>Neighbours by a sort of all distances, in double.</summary>
internal static class PlainNeighbours
{
    public static Matrix Normal(int rows, int columns, ulong seed = 5)
    {
        var rng = new Rng(seed);
        return new Matrix(rows, columns, Enumerable.Range(0, rows * columns).Select(_ => (float)rng.NextNormal()).ToArray());
    }

    public static double Euclidean(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var sum = 0.0;
        for (var j = 0; j < x.Length; j++)
            sum += Math.Pow((double)x[j] - y[j], 2);
        return Math.Sqrt(sum);
    }

    public static double Cosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var (product, squareX, squareY) = (0.0, 0.0, 0.0);
        for (var j = 0; j < x.Length; j++)
        {
            product += (double)x[j] * y[j];
            squareX += (double)x[j] * x[j];
            squareY += (double)y[j] * y[j];
        }

        if (squareX == 0 || squareY == 0)
            return squareX == squareY ? 0 : 1;
        return 1 - (product / Math.Sqrt(squareX * squareY));
    }

    /// <summary>The table holds the rows of <paramref name="kept"/> that a sort finds, ties by row number, and their distances.</summary>
    public static void Check(NeighbourTable table, Matrix kept, Matrix x, Metric metric = Metric.Euclidean, double tolerance = 1e-5)
    {
        Assert.Equal(x.Rows, table.Rows);
        for (var i = 0; i < x.Rows; i++)
        {
            var distances = new double[kept.Rows];
            for (var j = 0; j < kept.Rows; j++)
                distances[j] = metric == Metric.Cosine ? Cosine(x.Row(i), kept.Row(j)) : Euclidean(x.Row(i), kept.Row(j));
            var sorted = Enumerable.Range(0, kept.Rows).Where(j => !ReferenceEquals(kept, x) || j != i)
                .OrderBy(j => distances[j]).ThenBy(j => j).Take(table.Count).ToArray();
            Assert.Equal(sorted, table.Indices(i).ToArray());
            for (var k = 0; k < sorted.Length; k++)
                Assert.Equal(distances[sorted[k]], table.Distances(i)[k], tolerance);
        }
    }
}
