namespace Kindred.Numerics.Tests;

public sealed class GuardTests
{
    private sealed record Settings
    {
        public int ClusterCount { get; init => field = Guard.Positive(value); } = 1;

        public double Tolerance { get; init => field = Guard.NotNegative(value); }
    }

    [Fact]
    public void A_setting_out_of_range_is_named()
    {
        Assert.StartsWith("ClusterCount must be greater than zero.", Assert.Throws<ArgumentOutOfRangeException>(() => new Settings { ClusterCount = 0 }).Message, StringComparison.Ordinal);
        Assert.StartsWith("Tolerance must not be negative.", Assert.Throws<ArgumentOutOfRangeException>(() => new Settings { Tolerance = -1 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Settings { Tolerance = double.NaN });
        Assert.Equal((3, 0.5), (new Settings { ClusterCount = 3 }.ClusterCount, new Settings { Tolerance = 0.5 }.Tolerance));
    }

    [Fact]
    public void Numbers_that_must_be_positive_are_finite_too()
    {
        Assert.Equal(0.5, Guard.Positive(0.5));
        foreach (var value in new[] { 0, -1, double.NaN, double.PositiveInfinity })
            Assert.Throws<ArgumentOutOfRangeException>(() => Guard.Positive(value));
    }

    [Fact]
    public void Samples_are_finite_and_enough()
    {
        Guard.Samples(new Matrix(2, 1, new float[2]), atLeast: 2);
        Assert.Equal("At least 3 rows are needed, got 2.", Assert.Throws<ArgumentException>(() => Guard.Samples(new Matrix(2, 1, new float[2]), 3)).Message);
        Assert.Equal("At least one column is needed, got none.", Assert.Throws<ArgumentException>(() => Guard.Samples(new Matrix(2, 0, Array.Empty<float>()), 1)).Message);
        Assert.StartsWith("Every value must be finite; row 1, column 0 is NaN.", Assert.Throws<ArgumentException>(() => Guard.Samples(new Matrix(2, 1, new[] { 0, float.NaN }), 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Guard.Samples(new Matrix(1, 1, new[] { float.NegativeInfinity }), 1));
        Assert.Throws<ArgumentException>(() => Guard.Samples(new ByteMatrix(1, 1, new byte[1]), 2));
        Assert.Throws<ArgumentNullException>(() => Guard.Samples((Matrix)null!, 1));
    }

    [Fact]
    public void A_model_takes_the_columns_it_was_fitted_on()
    {
        Guard.Columns(got: 10, expected: 10);
        Assert.Equal("The model was fitted on 10 columns, got 3.", Assert.Throws<ArgumentException>(() => Guard.Columns(got: 3, expected: 10)).Message);
    }
}
