namespace Kindred.Numerics.Tests;

public sealed class ByteMatrixTests
{
    private static ByteMatrix Bytes => new(3, 2, new byte[] { 0, 51, 102, 153, 204, 255 });

    [Fact]
    public void A_byte_means_itself_times_the_scale()
    {
        var expected = new[] { 0, 0.2f, 0.4f, 0.6f, 0.8f, 1 };
        var x = Bytes.ToMatrix();
        Assert.Equal((3, 2), (x.Rows, x.Columns));
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], x.Values[i], 6);
        Assert.Equal([0, 255 * 2f], new ByteMatrix(1, 2, new byte[] { 0, 255 }, scale: 2).ToMatrix().Values.ToArray());
    }

    [Fact]
    public void Slices_and_taken_rows_keep_the_scale()
    {
        var x = new ByteMatrix(3, 1, new byte[] { 1, 2, 3 }, scale: 0.5f);
        Assert.Equal([2, 3], x.Slice(1, 2).Values.ToArray());
        Assert.Equal([3, 1], x.Take([2, 0]).Values.ToArray());
        Assert.Equal((0.5f, 0.5f), (x.Slice(1, 2).Scale, x.Take([2, 0]).Scale));
        Assert.Equal([102, 153], Bytes.Row(1).ToArray());
    }

    [Fact]
    public void Refuses_bytes_that_do_not_fill_the_table_and_scales_that_mean_nothing()
    {
        Assert.Throws<ArgumentException>(() => new ByteMatrix(2, 2, new byte[5]));
        Assert.Throws<ArgumentException>(() => new ByteMatrix(65536, 65536, Array.Empty<byte>()));
        foreach (var scale in new[] { 0, -1, float.NaN, float.PositiveInfinity })
            Assert.Throws<ArgumentOutOfRangeException>(() => new ByteMatrix(1, 1, new byte[1], scale));
    }
}
