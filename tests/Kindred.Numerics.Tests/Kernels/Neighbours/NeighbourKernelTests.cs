using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Neighbours;

namespace Kindred.Numerics.Tests.Kernels.Neighbours;

public sealed unsafe class NeighbourKernelTests
{
    public static TheoryData<string> Sets => [.. KernelSets.Keys];

    private static Dictionary<string, GemmKernels<float>> KernelSets { get; } = new[]
        {
            (Runs: GemmKernels.Has512, GemmKernels.Float512), (Runs: GemmKernels.Has256, GemmKernels.Float256), (Runs: true, GemmKernels.Float128),
        }.Where(set => set.Runs).ToDictionary(set => set.Item2.Name, set => set.Item2);

    [Fact]
    public void Lists_keep_the_smallest_keys_in_order()
    {
        using var lists = new CandidateLists(rows: 2, padded: 4, count: 3);
        foreach (var (key, index) in ((float, int)[])[(5, 0), (3, 1), (4, 2), (9, 3), (1, 4)])
            lists.Offer(1, key, index);
        Assert.Equal([1, 3, 4], lists.Keys(1).ToArray());
        Assert.Equal([4, 1, 2], lists.Indices(1).ToArray());
        Assert.Equal(4, lists.Thresholds[1]);
        Assert.Equal((float.PositiveInfinity, float.NegativeInfinity), (lists.Thresholds[0], lists.Thresholds[2]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(35)]
    [InlineData(784)]
    public void Products_of_bytes_are_exact(int columns)
    {
        if (!ByteBlocks.Suit(columns))
            return;
        var rng = new Rng(3);
        var (x, y) = (Bytes(rng, ByteTiles.Rows * columns), Bytes(rng, ByteTiles.Columns * columns));
        var groups = ByteTiles.Groups(columns);
        var (left, right, sums, tile) = (new byte[ByteTiles.Rows * groups * 4], new sbyte[ByteTiles.Columns * groups * 4], new int[ByteTiles.Rows], new float[96]);
        for (var i = 0; i < ByteTiles.Rows; i++)
            sums[i] = x.AsSpan(i * columns, columns).ToArray().Sum(value => value);
        fixed (byte* xs = x, ys = y, l = left)
        fixed (sbyte* r = right)
        fixed (int* s = sums)
        fixed (float* t = tile)
        {
            ByteTiles.PackLeft(xs, ByteTiles.Rows, columns, l);
            ByteTiles.PackRight(ys, ByteTiles.Columns, columns, r);
            ByteTiles.Multiply(l, r, groups, s, t);
        }

        for (var i = 0; i < ByteTiles.Rows; i++)
        {
            for (var j = 0; j < ByteTiles.Columns; j++)
                Assert.Equal((float)Enumerable.Range(0, columns).Sum(term => x[(i * columns) + term] * y[(j * columns) + term]), tile[(i * ByteTiles.Columns) + j]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(100)]
    public void Squared_distances_of_bytes_are_exact(int columns)
    {
        var (x, y) = (Bytes(new Rng(1), columns), Bytes(new Rng(2), columns));
        var expected = x.Zip(y).Sum(pair => (pair.First - pair.Second) * (pair.First - pair.Second));
        fixed (byte* first = x, second = y)
            Assert.Equal(expected, ByteProducts.SquaredDistance(first, second, columns));
    }

    [Theory, MemberData(nameof(Sets))]
    public void Blocks_that_meet_know_their_nearest_from_both_sides(string set)
    {
        foreach (var (rows, columns) in ((int, int)[])[(130, 7), (97, 401), (1100, 3), (48, 900)])
        {
            var rng = new Rng(4);
            var x = Enumerable.Range(0, rows * columns).Select(_ => (float)rng.NextNormal()).ToArray();
            fixed (float* values = x)
            {
                using var blocks = new FloatBlocks(values, rows, columns, new double[columns], KernelSets[set]);
                Check(blocks, (i, j) => Square(x, columns, i, j));
            }
        }
    }

    [Fact]
    public void Blocks_of_bytes_that_meet_know_their_nearest_from_both_sides()
    {
        foreach (var (rows, columns) in ((int, int)[])[(130, 40), (2000, 784), (49, 3)])
        {
            if (!ByteBlocks.Suit(columns))
                return;
            var x = Bytes(new Rng(4), rows * columns);
            var floats = Array.ConvertAll(x, value => (float)value);
            fixed (byte* values = x)
            {
                using var blocks = new ByteBlocks(values, rows, columns);
                Check(blocks, (i, j) => Square(floats, columns, i, j));
            }
        }
    }

    private static void Check(IRowBlocks blocks, Func<int, int, double> square)
    {
        using var lists = new CandidateLists(blocks.Rows, blocks.Padded, 5);
        for (var first = 0; first < blocks.Blocks; first++)
        {
            for (var second = first; second < blocks.Blocks; second++)
                blocks.Meet(first, lists, blocks, second, first == second ? null : lists);
        }

        foreach (var row in (int[])[0, 17, blocks.Rows / 2, blocks.Rows - 1])
        {
            var sorted = Enumerable.Range(0, blocks.Rows).Where(other => other != row).OrderBy(other => square(row, other)).Take(5).ToArray();
            Assert.Equal(sorted, lists.Indices(row).ToArray());
            for (var k = 0; k < 5; k++)
                Assert.Equal(square(row, sorted[k]), lists.Keys(row)[k] + (double)blocks.Norms[row], 1e-5 * blocks.Norms[row]);
        }
    }

    private static double Square(float[] x, int columns, int i, int j)
    {
        var sum = 0.0;
        for (var term = 0; term < columns; term++)
            sum += Math.Pow((double)x[(i * columns) + term] - x[(j * columns) + term], 2);
        return sum;
    }

    private static byte[] Bytes(Rng rng, int length) => [.. Enumerable.Range(0, length).Select(_ => (byte)rng.NextInt(256))];
}
