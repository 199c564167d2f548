using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Mixture;

namespace Kindred.Numerics.Tests.Kernels.Mixture;

public unsafe class MixtureTilesTests
{
    [Theory]
    [InlineData(8, false)]
    [InlineData(8, true)]
    [InlineData(5, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    [InlineData(1, false)]
    public void A_tile_of_a_product_is_one_chain_of_fused_multiply_adds(int rows, bool left)
    {
        const int count = 37;
        const int stride = 32;
        using var a = Normal(count * 16, 1);
        using var b = Normal(count * 16, 2);
        using var c = Normal(8 * stride, 3);
        double[] expected = [.. c.Span];
        for (var r = 0; r < (rows > 4 ? 8 : 4); r++)
        {
            for (var j = 0; j < (left ? 8 : 16); j++)
            {
                for (var k = 0; k < count; k++)
                    expected[r * stride + j] = Math.FusedMultiplyAdd(a.Span[k * 16 + r], b.Span[k * 16 + j], expected[r * stride + j]);
            }
        }

        MixtureTiles.AddProduct(count, a.Pointer, b.Pointer, c.Pointer, stride, rows, left);

        Assert.Equal(expected, c.Span.ToArray());  // bit for bit, and nothing else was touched
    }

    [Theory]
    [InlineData(8, 13)]
    [InlineData(3, 13)]
    [InlineData(8, 1)]
    public void Whitened_squares_are_one_chain_of_fused_multiply_adds(int rows, int count)
    {
        using var w = Normal(count * 8, 1);
        using var x = Normal(count * 16, 2);
        using var shift = Normal(8, 3);
        using var q = Normal(16, 4);
        double[] expected = [.. q.Span];
        for (var i = 0; i < 16; i++)
        {
            for (var r = 0; r < (rows > 4 ? 8 : 4); r++)
            {
                var y = -shift.Span[r];
                for (var k = 0; k < count; k++)
                    y = Math.FusedMultiplyAdd(w.Span[k * 8 + r], x.Span[k * 16 + i], y);
                expected[i] = Math.FusedMultiplyAdd(y, y, expected[i]);
            }
        }

        MixtureTiles.AddSquares(count, w.Pointer, x.Pointer, shift.Pointer, q.Pointer, rows);

        Assert.Equal(expected, q.Span.ToArray());
    }

    private static NativeBuffer<double> Normal(int length, ulong seed)
    {
        var buffer = new NativeBuffer<double>(length);
        var rng = new Rng(seed);
        for (var i = 0; i < length; i++)
            buffer.Pointer[i] = rng.NextNormal();
        return buffer;
    }
}
