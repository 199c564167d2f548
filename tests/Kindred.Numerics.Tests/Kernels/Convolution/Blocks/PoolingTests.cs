using Kindred.Numerics.Kernels.Convolution.Blocks;

namespace Kindred.Numerics.Tests.Kernels.Convolution.Blocks;

public sealed unsafe class PoolingTests
{
    public static TheoryData<int, int, int> Sizes => new() { { 1, 1, 3 }, { 2, 2, 1 }, { 5, 7, 16 }, { 6, 4, 37 }, { 14, 14, 64 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Max_takes_the_first_largest_and_sends_the_gradient_there(int height, int width, int channels)
    {
        var shape = PooledShape.Of(height, width, channels);
        var x = Integers(height * width * channels, seed: 1);
        var dy = Integers(shape.Height * shape.Width * channels, seed: 2);
        var y = new float[dy.Length + 1];
        var dx = new float[x.Length + 1];
        (y[^1], dx[^1]) = (77, 77);
        var winners = new byte[dy.Length + 1];
        winners[^1] = 77;
        fixed (float* px = x, py = y, pdy = dy, pdx = dx)
        {
            fixed (byte* pw = winners)
            {
                Pooling.Max(px, in shape, py, pw);
                Pooling.MaxBackward(pdy, pw, null, in shape, pdx);
            }
        }

        var expected = new float[x.Length];
        ForEachSquare(shape, (small, large) =>
        {
            var winner = large.OrderByDescending(i => x[i]).First();     // a stable sort: the first of equals
            Assert.Equal(x[winner], y[small]);
            Assert.Equal(Array.IndexOf(large, winner), winners[small]);
            expected[winner] = dy[small];
        });
        Assert.Equal(expected, dx[..^1]);
        Assert.Equal((77f, 77f, (byte)77), (y[^1], dx[^1], winners[^1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public void A_value_that_is_not_a_number_wins(int channels)
    {
        var shape = PooledShape.Of(2, 2, channels);
        for (var place = 0; place < 4; place++)
        {
            var x = Integers(4 * channels, seed: 5);
            var y = new float[channels];
            x[place * channels] = float.NaN;
            fixed (float* px = x, py = y)
                Pooling.Max(px, in shape, py, null);
            Assert.True(float.IsNaN(y[0]));
        }
    }

    private static float[] Integers(int count, ulong seed)
    {
        var rng = new Rng(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(rng.NextInt(9) - 4))];
    }

    private static void ForEachSquare(PooledShape shape, Action<int, int[]> act)
    {
        for (var i = 0; i < shape.Height * shape.Width * shape.Channels; i++)
        {
            var (pixel, c) = Math.DivRem(i, shape.Channels);
            var (row, column) = Math.DivRem(pixel, shape.Width);
            var first = (int)((2 * row * shape.LargeRow) + (2 * column * shape.LargePixel)) + c;
            var (down, right) = ((int)shape.LargeRow, (int)shape.LargePixel);
            act(i, [first, first + right, first + down, first + down + right]);
        }
    }
}
