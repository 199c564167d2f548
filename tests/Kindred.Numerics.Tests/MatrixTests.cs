namespace Kindred.Numerics.Tests;

public sealed class MatrixTests
{
    private static Matrix Numbers => new(3, 2, new float[] { 0, 1, 2, 3, 4, 5 });

    [Fact]
    public void Rows_lie_one_after_the_other()
    {
        Assert.Equal((3, 2), (Numbers.Rows, Numbers.Columns));
        Assert.Equal([2, 3], Numbers.Row(1).ToArray());
        Assert.Equal(5, Numbers[2, 1]);
        Assert.Equal([0, 1, 2, 3, 4, 5], Numbers.Values.ToArray());
    }

    [Fact]
    public void Wraps_the_values_without_copying()
    {
        var values = new float[4];
        var x = new Matrix(2, 2, values);
        values[3] = 9;
        Assert.Equal(9, x[1, 1]);
    }

    [Fact]
    public void A_slice_is_a_window_and_a_taken_row_a_copy()
    {
        var x = Numbers;
        var (window, copy) = (x.Slice(1, 2), x.Take([2, 1, 1]));
        x.MutableRow(1)[0] = 9;
        Assert.Equal([9, 3, 4, 5], window.Values.ToArray());
        Assert.Equal([4, 5, 2, 3, 2, 3], copy.Values.ToArray());
        Assert.Equal(0, x.Slice(3, 0).Rows);
        Assert.Equal((0, 2), (x.Take([]).Rows, x.Take([]).Columns));
    }

    [Fact]
    public void Refuses_values_that_do_not_fill_the_table()
    {
        Assert.Equal("2 x 2 needs 4 values, got 3. (Parameter 'values')", Assert.Throws<ArgumentException>(() => new Matrix(2, 2, new float[3])).Message);
        Assert.Throws<ArgumentException>(() => new Matrix(65536, 65536, Array.Empty<float>()));  // 2³² wraps to 0 in 32 bits
        Assert.Throws<ArgumentOutOfRangeException>(() => new Matrix(-1, -1, new float[1]));
    }

    [Fact]
    public void Refuses_rows_and_columns_outside()
    {
        Assert.ThrowsAny<ArgumentException>(() => Numbers.Row(3).Length);
        Assert.ThrowsAny<ArgumentException>(() => Numbers.Row(-1).Length);
        Assert.Throws<IndexOutOfRangeException>(() => Numbers[0, 2]);
        Assert.ThrowsAny<ArgumentException>(() => Numbers.Slice(2, 2));
        Assert.ThrowsAny<ArgumentException>(() => Numbers.Take([0, 3]));
    }
}
