using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Tests.Preprocessing;

public sealed class ScalersTests
{
    private static Matrix Rows { get; } = new(3, 3, new float[] { 1, 5, -10, 2, 5, 0, 4, 5, 10 });

    [Fact]
    public void Min_max_maps_every_column_onto_zero_to_one() =>
        Assert.Equal([0, 0, 0, 1 / 3f, 0, 0.5f, 1, 0, 1], new MinMaxScaler().Fit(Rows).Transform(Rows).Values.ToArray());

    [Fact]
    public void Min_max_takes_new_rows_beyond_zero_to_one() =>
        Assert.Equal([2, 0, -1], new MinMaxScaler().Fit(Rows).Transform(new Matrix(1, 3, new float[] { 7, 9, -30 })).Values.ToArray());

    [Fact]
    public void Standard_gives_the_mean_zero_and_the_variance_one()
    {
        var scaled = new StandardScaler().Fit(Rows).Transform(Rows);
        foreach (var (column, variance) in new[] { (0, 1.0), (1, 0.0), (2, 1.0) })
        {
            Assert.Equal(0, Enumerable.Range(0, 3).Sum(i => (double)scaled[i, column]), 6);
            Assert.Equal(variance, Enumerable.Range(0, 3).Sum(i => Math.Pow(scaled[i, column], 2)) / 3, 6);
        }

        Assert.Equal(-Math.Sqrt(1.5), scaled[0, 2], 6);
    }

    [Fact]
    public void A_constant_that_floats_cannot_hold_is_still_constant()
    {
        var x = new Matrix(1000, 1, Enumerable.Repeat(0.1f, 1000).ToArray());
        Assert.All(new StandardScaler().Fit(x).Transform(x).Values.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Restoring_gives_the_rows_back()
    {
        foreach (var scaling in new[] { new MinMaxScaler().Fit(Rows), new StandardScaler().Fit(Rows) })
        {
            var restored = scaling.Restore(scaling.Transform(Rows)).Values;
            for (var i = 0; i < restored.Length; i++)
                Assert.Equal(Rows.Values[i], restored[i], 5);
        }
    }

    [Fact]
    public void The_widest_range_of_floats_does_not_overflow()
    {
        var x = new Matrix(2, 1, new[] { float.MinValue, float.MaxValue });
        Assert.Equal([0, 1], new MinMaxScaler().Fit(x).Transform(x).Values.ToArray());
        Assert.Equal([-1, 1], new StandardScaler().Fit(x).Transform(x).Values.ToArray());
    }
}
