using Kindred.Numerics;

namespace Kindred.Tests.Clustering;

public partial class GaussianMixtureTests
{
    private static Matrix Overlapping(int rows, int columns, ulong seed)
    {
        var rng = new Rng(seed);
        var x = new Matrix(rows, columns);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                x.MutableRow(i)[j] = (float)(rng.NextNormal() * (1 + (i + j) % 3) + 2 * (i * (j + 1) % 5) + (j > 0 ? 0.5 * x[i, j - 1] : 0));
        }

        return x;
    }

    private static (double[] Mean, double[] Covariance) MeanAndCovariance(Matrix x)
    {
        var mean = Statistics.ColumnMeans(x);
        var covariance = new double[x.Columns * x.Columns];
        for (var k = 0; k < covariance.Length; k++)
        {
            for (var i = 0; i < x.Rows; i++)
                covariance[k] += (x[i, k / x.Columns] - mean[k / x.Columns]) * (x[i, k % x.Columns] - mean[k % x.Columns]) / x.Rows;
        }

        return (mean, covariance);
    }

    private static void AssertClose(double[] expected, ReadOnlySpan<double> actual, double tolerance = 1e-10)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < expected.Length; k++)
            Assert.Equal(expected[k], actual[k], tolerance * Math.Max(1, Math.Abs(expected[k])));
    }

    private sealed class Recorder(List<FitProgress> reports) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => reports.Add(value);
    }
}
