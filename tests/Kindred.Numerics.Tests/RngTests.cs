namespace Kindred.Numerics.Tests;

public sealed class RngTests
{
    [Fact]
    public void Gives_the_published_numbers_of_split_mix_64()
    {
        var rng = new Rng(1234567);
        foreach (var bits in new ulong[] { 6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821 })
            Assert.Equal((bits >> 11) * Math.Pow(2, -53), rng.NextDouble());
    }

    [Fact]
    public void Whole_numbers_are_the_upper_part_of_the_same_bits()
    {
        var rng = new Rng(1234567);
        Assert.Equal((int)(6457827717110365317UL >> 34), rng.NextInt(1 << 30));
        Assert.Equal((int)(3203168211198807973UL >> 63), rng.NextInt(2));
    }

    [Fact]
    public void The_same_seed_gives_the_same_stream_and_the_state_continues_it()
    {
        var (a, b) = (new Rng(5), new Rng(5));
        Assert.Equal(Draw(a, 50), Draw(b, 50));
        Assert.Equal(Draw(new Rng(a.State), 50), Draw(a, 50));
        Assert.NotEqual(Draw(new Rng(5), 3), Draw(new Rng(6), 3));
    }

    [Fact]
    public void Parts_have_streams_of_their_own_whatever_their_order()
    {
        var rng = new Rng(9);
        var (third, first) = (Draw(rng.Split(3), 20), Draw(rng.Split(1), 20));
        Assert.Equal(third, Draw(new Rng(9).Split(3), 20));
        Assert.Equal(first, Draw(new Rng(9).Split(1), 20));
        var starts = Enumerable.Range(0, 1000).Select(part => rng.Split(part).NextDouble()).Append(new Rng(9).NextDouble()).ToArray();
        Assert.Equal(starts.Length, starts.Distinct().Count());
        Assert.Equal(Draw(new Rng(9), 5), Draw(rng, 5));  // splitting took nothing from the stream
    }

    [Fact]
    public void Doubles_are_uniform_from_zero_to_below_one()
    {
        var rng = new Rng(1);
        var counts = new int[20];
        for (var i = 0; i < 200_000; i++)
        {
            var value = rng.NextDouble();
            Assert.InRange(value, 0, 1 - 1e-17);
            counts[(int)(value * 20)]++;
        }

        AssertUniform(counts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void Whole_numbers_are_uniform_below_their_end(int end)
    {
        var rng = new Rng(2);
        var counts = new int[end];
        for (var i = 0; i < 100_000; i++)
            counts[rng.NextInt(end)]++;
        AssertUniform(counts);
    }

    [Fact]
    public void Whole_numbers_reach_the_top_of_the_largest_range()
    {
        var rng = new Rng(3);
        var values = Enumerable.Range(0, 1000).Select(_ => rng.NextInt(int.MaxValue)).ToArray();
        Assert.All(values, value => Assert.InRange(value, 0, int.MaxValue - 1));
        Assert.True(values.Max() > int.MaxValue * 0.99);
    }

    [Fact]
    public void Normals_have_the_moments_of_the_normal_distribution()
    {
        var rng = new Rng(4);
        var values = Enumerable.Range(0, 200_000).Select(_ => rng.NextNormal()).ToArray();
        Assert.Equal(0, values.Average(), 0.01);
        Assert.Equal(1, values.Average(value => value * value), 0.02);
        Assert.Equal(3, values.Average(value => Math.Pow(value, 4)), 0.1);
        Assert.Equal(0.6827, values.Count(value => Math.Abs(value) < 1) / 200_000.0, 0.005);
    }

    [Fact]
    public void A_permutation_holds_every_number_once()
    {
        Assert.Empty(new Rng(1).Permutation(0));
        Assert.Equal([0], new Rng(1).Permutation(1));
        Assert.Equal(Enumerable.Range(0, 500), new Rng(1).Permutation(500).Order());
        Assert.NotEqual(Enumerable.Range(0, 500), new Rng(1).Permutation(500));
    }

    [Fact]
    public void Every_order_is_equally_likely()
    {
        var rng = new Rng(5);
        var counts = new int[27];
        for (var i = 0; i < 60_000; i++)
        {
            var order = rng.Permutation(3);
            counts[(9 * order[0]) + (3 * order[1]) + order[2]]++;
        }

        Assert.Equal(6, counts.Count(count => count > 0));
        AssertUniform([.. counts.Where(count => count > 0)]);
    }

    private static double[] Draw(Rng rng, int count) => [.. Enumerable.Range(0, count).Select(_ => rng.NextDouble())];

    // χ² stays within five standard deviations of its mean
    private static void AssertUniform(int[] counts)
    {
        var expected = counts.Average();
        var square = counts.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.InRange(square, 0, counts.Length - 1 + (5 * Math.Sqrt(2 * counts.Length)));
    }
}
