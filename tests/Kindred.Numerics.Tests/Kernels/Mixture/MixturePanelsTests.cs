using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Mixture;

namespace Kindred.Numerics.Tests.Kernels.Mixture;

public unsafe class MixturePanelsTests
{
    [Theory]
    [InlineData(37, 5)]
    [InlineData(16, 16)]
    [InlineData(3, 33)]
    public void Points_lie_side_by_side_less_the_origin(int rows, int columns)
    {
        var x = Normal(rows, columns);
        double[] origin = [.. Enumerable.Range(0, columns).Select(j => j * 0.25)];
        using var panels = new NativeBuffer<double>(MixturePanels.Count(rows) * 16 * columns);
        panels.Span.Fill(double.NaN);

        fixed (float* values = x.Values)
        fixed (double* from = origin)
            MixturePanels.PackPoints(values, rows, columns, from, panels.Pointer);

        for (var i = 0; i < MixturePanels.Count(rows) * 16; i++)
        {
            for (var j = 0; j < columns; j++)
                Assert.Equal(i < rows ? x[i, j] - origin[j] : 0, panels.Pointer[(i / 16 * columns + j) * 16 + i % 16]);
        }
    }

    [Theory]
    [InlineData(37, 5)]
    [InlineData(8, 16)]
    [InlineData(3, 33)]
    public void Columns_are_kept_in_sixteens_and_nothing_is_written_after_the_last(int rows, int columns)
    {
        var x = Normal(rows, columns);
        var stride = rows + 2;
        using var panels = new NativeBuffer<float>(MixturePanels.Count(columns) * 16 * stride);
        panels.Span.Fill(float.NaN);

        fixed (float* values = x.Values)
            MixturePanels.PackColumns(values, rows, columns, panels.Pointer, stride);

        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < MixturePanels.Count(columns) * 16; j++)
                Assert.Equal(j < columns ? x[i, j] : float.NaN, panels.Pointer[(j / 16 * stride + i) * 16 + j % 16]);
        }
    }

    [Fact]
    public void Differences_are_weighed_by_the_roots_and_summed()
    {
        const int count = 29;
        var x = Normal(50, 16);
        var rng = new Rng(5);
        int[] rows = [.. Enumerable.Range(0, count).Select(i => i + i / 3)];
        double[] weights = [.. rows.Select(_ => rng.NextDouble())];
        double[] roots = [.. weights.Select(Math.Sqrt)];
        double[] mean = [.. Enumerable.Range(0, 16).Select(_ => rng.NextNormal())];
        double[] sums = new double[16], squares = new double[16];
        using var z = new NativeBuffer<double>(count * 16);

        fixed (int* row = rows)
        fixed (double* weight = weights, root = roots, about = mean, sum = sums, square = squares)
        fixed (float* values = x.Values)
            MixturePanels.WeighDifferences(count, row, weight, root, values, about, z.Pointer, sum, square);

        for (var j = 0; j < 16; j++)
        {
            double expectedSum = 0, expectedSquare = 0;
            for (var i = 0; i < count; i++)
            {
                var difference = x[rows[i], j] - mean[j];
                Assert.Equal(roots[i] * difference, z.Pointer[i * 16 + j]);
                expectedSum += weights[i] * difference;
                expectedSquare += weights[i] * difference * difference;
            }

            Assert.Equal(expectedSum, sums[j], 1e-13);
            Assert.Equal(expectedSquare, squares[j], 1e-12);
        }
    }

    [Fact]
    public void Scaled_squares_are_added_up_over_columns()
    {
        const int columns = 7;
        var points = Normal(columns, 16);
        double[] x = [.. points.Values.ToArray().Select(value => (double)value)];
        double[] mean = [.. Enumerable.Range(0, columns).Select(j => 0.5 * j)];
        double[] scale = [.. Enumerable.Range(0, columns).Select(j => 1.0 / (j + 1))];
        double[] q = [.. Enumerable.Range(0, 16).Select(i => (double)i)];

        fixed (double* panel = x, centre = mean, factor = scale, target = q)
            MixturePanels.AddScaledSquares(columns, panel, centre, factor, target);

        for (var i = 0; i < 16; i++)
        {
            var expected = (double)i;
            for (var j = 0; j < columns; j++)
                expected += Math.Pow((x[j * 16 + i] - mean[j]) * scale[j], 2);
            Assert.Equal(expected, q[i], 1e-12);
        }
    }

    private static Matrix Normal(int rows, int columns)
    {
        var rng = new Rng(7);
        return new Matrix(rows, columns, Enumerable.Range(0, rows * columns).Select(_ => (float)rng.NextNormal()).ToArray());
    }
}
