using Kindred.Numerics.LinearAlgebra;

namespace Kindred.Numerics.Tests.LinearAlgebra;

public sealed class CovarianceTests
{
    private static readonly int[] ThreadCounts = [1, 2, 4];

    [Theory]
    [InlineData(2, 1)]
    [InlineData(5, 3)]
    [InlineData(191, 16)]
    [InlineData(192, 17)]
    [InlineData(193, 31)]
    [InlineData(700, 33)]
    [InlineData(3, 50)]
    public void Is_what_a_plain_loop_gives(int rows, int columns)
    {
        var x = RandomRows(rows, columns);
        var mean = Statistics.ColumnMeans(x);
        var covariance = Covariance.Of(new RowBlocks(x), mean);
        Assert.Equal(columns * columns, covariance.Length);
        for (var a = 0; a < columns; a++)
        {
            for (var b = 0; b < columns; b++)
            {
                var plain = Enumerable.Range(0, rows).Sum(i => (x[i, a] - mean[a]) * (x[i, b] - mean[b])) / (rows - 1);
                Assert.Equal(plain, covariance[(a * columns) + b], 10);
            }
        }
    }

    [Fact]
    public void Keeps_small_variances_far_from_zero()
    {
        var x = new Matrix(4, 1, new float[] { 1_000_000, 1_000_001, 1_000_002, 1_000_003 });
        Assert.Equal(5.0 / 3, Covariance.Of(new RowBlocks(x), Statistics.ColumnMeans(x))[0], 12);
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var x = RandomRows(1000, 70);
        var mean = Statistics.ColumnMeans(x);
        var before = Parallelism.Threads;
        try
        {
            var results = ThreadCounts.Select(threads =>
            {
                Parallelism.Threads = threads;
                return Covariance.Of(new RowBlocks(x), mean);
            }).ToArray();
            Assert.Equal(results[0], results[1]);
            Assert.Equal(results[0], results[2]);
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    private static Matrix RandomRows(int rows, int columns)
    {
        var rng = new Rng(2);
        return new Matrix(rows, columns, Enumerable.Range(0, rows * columns).Select(i => (float)(rng.NextNormal() + (i % columns))).ToArray());
    }
}
