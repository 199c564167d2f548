using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Sums;

namespace Kindred.Numerics.Tests.Kernels.Distances;

public unsafe class DistancesTests
{
    /// <summary>Around every vector width, so that full vectors, tails and both together are met.</summary>
    public static TheoryData<int> Lengths => [.. Enumerable.Range(0, 100)];

    public static TheoryData<int> LongLengths => [.. Enumerable.Range(32, 100), 784, 785, 3072];

    [Theory, MemberData(nameof(Lengths))]
    public void SquaredEuclidean_agrees_with_the_plain_sum(int length)
    {
        var (x, y) = (Values(length, 1), Values(length, 2));
        Assert.Equal(Plain(x, y), RowDistances.SquaredEuclidean(x, y), 1e-6 * Plain(x, y));
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Four_at_once_are_bit_for_bit_four_alone(int length)
    {
        var x = Values(length, 3);
        var rows = Values(4 * length, 4);
        var squares = stackalloc float[4];
        fixed (float* values = x, centres = rows)
        {
            RowDistances.SquaredEuclideanToGroup(values, centres, 4, length, squares);
            for (var c = 0; c < 4; c++)
                Assert.Equal(RowDistances.SquaredEuclidean(values, centres + (c * length), length), squares[c]);
        }
    }

    [Theory, MemberData(nameof(Lengths))]
    public void Bytes_are_measured_as_their_floats(int length)
    {
        var bytes = Bytes(length, 5);
        var (floats, y) = (Array.ConvertAll(bytes, value => (float)value), Array.ConvertAll(Values(length, 6), value => 255 * value));
        fixed (byte* x = bytes)
        fixed (float* same = floats, centre = y)
            Assert.Equal(RowDistances.SquaredEuclidean(same, centre, length), RowDistances.SquaredEuclidean(x, centre, length));
    }

    [Fact]
    public void Nearest_is_the_first_of_equals()
    {
        var (x, centres) = (Values(20, 7), new float[6 * 20]);
        x.CopyTo(centres, 3 * 20);
        x.CopyTo(centres, 5 * 20);
        fixed (float* row = x, all = centres)
            Assert.Equal((3, 0f), RowDistances.Nearest(row, all, 6, 20));
    }

    [Theory, MemberData(nameof(LongLengths))]
    public void Products_of_bytes_are_exact(int length)
    {
        byte[][] rows = [Bytes(length, 8), [.. Enumerable.Repeat((byte)255, length)]];
        byte[][] others = [Bytes(length, 9), new byte[length], [.. Enumerable.Repeat((byte)255, length)], Bytes(length, 10)];
        var shifted = new sbyte[4 * ByteProducts.Stride(length)];
        var products = stackalloc int[8];
        fixed (sbyte* target = shifted)
        fixed (byte* first = rows[0], second = rows[1])
        {
            for (var c = 0; c < 4; c++)
            {
                fixed (byte* y = others[c])
                    ByteProducts.Shift(y, length, target + (c * ByteProducts.Stride(length)));
            }

            ByteProducts.TwoByFour(first, second, target, length, products);
        }

        for (var i = 0; i < 2; i++)
        {
            for (var c = 0; c < 4; c++)
                Assert.Equal(rows[i].Zip(others[c]).Sum(pair => pair.First * pair.Second), products[(4 * i) + c] + (128 * rows[i].Sum(value => value)));
        }
    }

    [Theory, MemberData(nameof(LongLengths))]
    public void Products_with_rounded_centres_are_exact(int length)
    {
        var x = Bytes(length, 14);
        float[][] centres = [Values(length, 15), new float[length], [.. Enumerable.Repeat(255f, length)], Values(length, 16)];
        centres = [.. centres.Select((centre, c) => c is 0 or 3 ? Array.ConvertAll(centre, value => 255 * value) : centre)];
        var (digits, stride) = (new sbyte[8 * ByteProducts.Stride(length)], 2 * ByteProducts.Stride(length));
        var four = stackalloc long[4];
        var two = stackalloc long[2];
        fixed (sbyte* target = digits)
        fixed (byte* row = x)
        {
            for (var c = 0; c < 4; c++)
            {
                fixed (float* y = centres[c])
                {
                    var (norm, error) = ByteProducts.Digits(y, length, target + (c * stride));
                    var rounded = Array.ConvertAll(centres[c], value => Math.Floor((value * 256.0) + 0.5) / 256);
                    Assert.Equal(rounded.Sum(value => value * value), norm);
                    Assert.Equal(rounded.Zip(centres[c]).Sum(pair => Math.Pow(pair.First - pair.Second, 2)), error, 1e-9);
                }
            }

            ByteProducts.OneByFour(row, target, target + stride, target + (2 * stride), target + (3 * stride), length, four);
            ByteProducts.OneByTwo(row, target + (2 * stride), target + (3 * stride), length, two);
        }

        for (var c = 0; c < 4; c++)
        {
            var expected = x.Zip(centres[c]).Sum(pair => pair.First * (long)Math.Floor((pair.Second * 256.0) + 0.5));
            Assert.Equal(expected, four[c] + (256 * 128 * x.Sum(value => (long)value)));
        }

        Assert.Equal((four[2], four[3]), (two[0], two[1]));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 10)]
    [InlineData(31, 5)]
    public void Packed_rows_find_the_plain_nearest(int columns, int clusters)
    {
        var (x, rows) = (Values(16 * columns, 11), Values(clusters * columns, 12));
        var packed = new float[16 * columns];
        var (labels, squares) = (new int[16], new float[16]);
        fixed (float* values = x, block = packed, centres = rows, least = squares)
        fixed (int* nearest = labels)
        {
            PackedDistances.Pack(values, 16, columns, block);
            PackedDistances.Nearest(block, centres, clusters, columns, nearest, least);
        }

        for (var i = 0; i < 16; i++)
        {
            var distances = Enumerable.Range(0, clusters).Select(c => Plain(x[(i * columns)..((i + 1) * columns)], rows[(c * columns)..((c + 1) * columns)])).ToArray();
            Assert.Equal(Array.IndexOf(distances, distances.Min()), labels[i]);
            Assert.Equal(distances.Min(), squares[i], 1e-5 * distances.Min());
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(77)]
    public void A_row_moved_away_and_back_leaves_no_trace_in_the_sums(int columns)
    {
        var x = new Matrix(3, columns, Values(3 * columns, 13));
        var units = FixedPointSums.Units(x.Values, x.Columns);
        var (from, to) = (new long[columns], new long[columns]);
        fixed (long* first = from, second = to)
        fixed (float* row = x.Row(1))
        fixed (double* scale = units)
        {
            FixedPointSums.Add(first, row, scale, columns);
            var before = (long[])from.Clone();
            FixedPointSums.Move(first, second, row, scale, columns);
            Assert.All(from, value => Assert.Equal(0, value));
            Assert.Equal(before, to);
            FixedPointSums.Move(second, first, row, scale, columns);
            Assert.Equal(before, from);
        }

        for (var j = 0; j < columns; j++)
            Assert.Equal(x[1, j], from[j] / units[j], 1e-9);
    }

    [Fact]
    public void Sums_of_very_different_columns_stay_exact_and_in_range()
    {
        var x = new Matrix(4, 3, new float[] { 3e38f, 1e-40f, 0, 3e38f, -2e-40f, 0, -1, 0, 0, 3e38f, 1e-40f, 0 });
        var units = FixedPointSums.Units(x.Values, x.Columns);
        var sums = new long[3];
        fixed (long* to = sums)
        fixed (double* scale = units)
        fixed (float* rows = x.Values)
        {
            for (var i = 0; i < 4; i++)
                FixedPointSums.Add(to, rows + (3 * i), scale, 3);
        }

        Assert.Equal(9e38, sums[0] / units[0], 9e38 * 1e-6);
        Assert.Equal(0, sums[1] / units[1], 1e-44);
        Assert.Equal(0, sums[2]);
    }

    private static double Plain(float[] x, float[] y) => x.Zip(y).Sum(pair => ((double)pair.First - pair.Second) * ((double)pair.First - pair.Second));

    private static float[] Values(int count, ulong seed)
    {
        var rng = new Rng(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)rng.NextDouble())];
    }

    private static byte[] Bytes(int count, ulong seed) => Array.ConvertAll(Values(count, seed), value => (byte)(256 * value));
}
