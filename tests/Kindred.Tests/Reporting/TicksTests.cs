using Kindred.Reporting;

namespace Kindred.Tests.Reporting;

public sealed class TicksTests
{
    [Theory]
    [InlineData(0, 10, "0 2 4 6 8 10")]
    [InlineData(0.281, 0.329, "0.28 0.29 0.30 0.31 0.32 0.33")]
    [InlineData(-3, 4, "-4 -2 0 2 4")]
    [InlineData(1, 1200, "0 200 400 600 800 1000 1200")]
    [InlineData(0, 0, "-1.0 -0.5 0.0 0.5 1.0")]
    public void Are_round_and_reach_around_the_values(double smallest, double largest, string expected)
    {
        var ticks = Ticks.Over(smallest, largest);
        Assert.Equal(expected, string.Join(' ', ticks.Values.Select(ticks.Label)));
    }

    [Theory]
    [InlineData(1e-9, 3e-9)]
    [InlineData(1e12, 3e12)]
    [InlineData(5, 5)]
    [InlineData(0.1, 0.1000001)]
    [InlineData(-1e300, 1e300)]
    public void Are_few_apart_and_labelled_apart(double smallest, double largest)
    {
        var ticks = Ticks.Over(smallest, largest);
        var values = ticks.Values.ToArray();
        Assert.InRange(values.Length, 3, 12);
        Assert.True(values[0] <= smallest && values[^1] >= largest);
        Assert.Equal(values.Length, values.Select(ticks.Label).Distinct().Count());
        Assert.All(values, value => Assert.InRange(ticks.Label(value).Length, 1, 12));
    }

    [Fact]
    public void Are_whole_numbers_where_only_these_make_sense() =>
        Assert.All(Ticks.Over(1, 3, 10, whole: true).Values, value => Assert.Equal(Math.Round(value), value));
}
