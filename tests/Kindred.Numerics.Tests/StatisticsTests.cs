namespace Kindred.Numerics.Tests;

public sealed class StatisticsTests
{
    [Fact]
    public void Means_and_variances_worked_out_by_hand()
    {
        var x = new Matrix(4, 2, new float[] { 1, 10, 2, 10, 3, 10, 6, 10 });
        Assert.Equal([3.0, 10.0], Statistics.ColumnMeans(x));
        Assert.Equal(3.5 / 2, Statistics.MeanColumnVariance(x), 12);
    }

    [Fact]
    public void Sums_in_double_where_floats_would_lose_the_small()
    {
        var values = new float[100_001];
        Array.Fill(values, 1f);
        values[0] = 1 << 25;  // a float sum would stay there, since adding one changes nothing
        Assert.Equal(((1 << 25) + 100_000.0) / 100_001, Statistics.ColumnMeans(new Matrix(100_001, 1, values))[0], 9);
    }
}
