namespace Kindred.Numerics.Tests;

public sealed class ValueListTests
{
    private sealed record Settings(ValueList<int> Widths);

    [Fact]
    public void Compares_by_its_values()
    {
        ValueList<int> a = [784, 500, 10], b = [784, 500, 10], c = [784, 10, 500];
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.False(a.Equals(c));
        Assert.False(a.Equals(null));
        Assert.False(a.Equals((object)"784"));
    }

    [Fact]
    public void Keeps_settings_values()
    {
        var (a, b) = (new Settings([1, 2]), new Settings([1, 2]));
        Assert.Equal(a, b);
        Assert.NotEqual(a, a with { Widths = [1, 3] });
        Assert.Equal("Settings { Widths = [1, 2] }", a.ToString());
    }

    [Fact]
    public void Reads_like_a_list()
    {
        ValueList<string> list = ["a", "b"];
        Assert.Equal((2, "b"), (list.Count, list[1]));
        Assert.Equal(["a", "b"], list.ToArray());
        ValueList<string> empty = [];
        Assert.Equal("[]", empty.ToString());
        Assert.Throws<IndexOutOfRangeException>(() => list[2]);
    }

    [Fact]
    public void Does_not_change_with_what_it_was_made_from()
    {
        int[] source = [1, 2];
        ValueList<int> list = [.. source];
        source[0] = 9;
        Assert.Equal([1, 2], list.ToArray());
    }
}
