using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Tests.Neighbours;

/// <summary>Rows that are laid out once are found as the plain loop finds them, however many ask together.</summary>
public sealed class ExactIndexTests
{
    private const int Count = 7;

    [Theory]
    [InlineData(1, Metric.Euclidean)]
    [InlineData(2, Metric.Cosine)]
    [InlineData(13, Metric.Euclidean)]
    [InlineData(49, Metric.Cosine)]
    [InlineData(300, Metric.Euclidean)]
    public void The_nearest_are_those_of_the_plain_loop(int queries, Metric metric)
    {
        var (kept, x) = (Drawn(1001, 37, seed: 1), Drawn(queries, 37, seed: 2));
        var index = new NearestNeighbours { Count = Count, Metric = metric }.Over(kept);
        for (var time = 0; time < 2; time++)
        {
            var found = index.Query(x);
            for (var row = 0; row < queries; row++)
                Assert.Equal(Plain(kept, x.Row(row).ToArray(), metric), found.Indices(row).ToArray());
        }
    }

    [Fact]
    public void Alone_and_together_the_bits_are_the_same()
    {
        var (kept, x) = (Drawn(500, 20, seed: 3), Drawn(100, 20, seed: 4));
        var search = new NearestNeighbours { Count = Count };
        var (index, together) = (search.Over(kept), search.Query(kept, x));
        for (var row = 0; row < x.Rows; row++)
        {
            var alone = index.Query(x.Slice(row, 1));
            Assert.Equal(together.Indices(row).ToArray(), alone.Indices(0).ToArray());
            Assert.Equal(together.Distances(row).ToArray(), alone.Distances(0).ToArray());
        }
    }

    [Fact]
    public void Many_threads_may_ask_at_a_time()
    {
        var (kept, x) = (Drawn(500, 20, seed: 5), Drawn(64, 20, seed: 6));
        var index = new NearestNeighbours { Count = Count }.Over(kept);
        var expected = index.Query(x).ToIndices();
        var found = Enumerable.Range(0, 64).AsParallel().WithDegreeOfParallelism(4).Select(i => index.Query(x).ToIndices()).ToArray();
        Assert.All(found, indices => Assert.Equal(expected, indices));
    }

    [Fact]
    public void What_cannot_be_searched_is_refused()
    {
        var index = new NearestNeighbours { Count = 2 }.Over(Drawn(3, 4, seed: 7));
        Assert.Equal((3, 2), (index.Rows, index.Count));
        Assert.Equal(0, index.Query(new Matrix(0, 4, Array.Empty<float>())).Rows);
        Assert.Throws<ArgumentException>(() => index.Query(Drawn(1, 5, seed: 8)));
        Assert.Throws<ArgumentException>(() => index.Query(new Matrix(1, 4, new[] { 1, 2, float.NaN, 4 })));
        Assert.Throws<ArgumentException>(() => new NearestNeighbours { Count = 4 }.Over(Drawn(3, 4, seed: 9)));
    }

    private static int[] Plain(Matrix kept, float[] row, Metric metric) =>
        [.. Enumerable.Range(0, kept.Rows).OrderBy(i => Distance(kept.Row(i).ToArray(), row, metric)).Take(Count)];

    private static double Distance(float[] a, float[] b, Metric metric)
    {
        double Product(float[] x, float[] y) => x.Zip(y, (first, second) => (double)first * second).Sum();
        return metric == Metric.Cosine ? 1 - (Product(a, b) / Math.Sqrt(Product(a, a) * Product(b, b))) : a.Zip(b, (x, y) => ((double)x - y) * ((double)x - y)).Sum();
    }

    private static Matrix Drawn(int rows, int columns, ulong seed)
    {
        var rng = new Rng(seed);
        return new Matrix(rows, columns, Enumerable.Range(0, rows * columns).Select(_ => (float)rng.NextDouble()).ToArray());
    }
}
