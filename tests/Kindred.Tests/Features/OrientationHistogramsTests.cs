using Kindred.Datasets;
using Kindred.Features;
using Kindred.Numerics;

namespace Kindred.Tests.Features;

public sealed class OrientationHistogramsTests
{
    private static readonly ImageShape Square = new(28, 28, 1);

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, FeatureFixture.All.Length)];

    [Theory, MemberData(nameof(Cases))]
    public void Agrees_with_numpy(int index)
    {
        var expected = FeatureFixture.All[index];
        var found = Transform(expected.Shape).Transform(expected.ToBytes());
        Assert.Equal(expected.Orientations.Length, found.Columns);
        Assert.All(expected.Orientations.Zip(found.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Theory]
    [InlineData(28, 28)]
    [InlineData(8, 8)]
    [InlineData(11, 17)]
    [InlineData(1, 30)]
    [InlineData(5, 1)]
    [InlineData(56, 56)]
    [InlineData(113, 70)]
    public void Agrees_with_the_rule_as_it_is_written(int height, int width)
    {
        if (height == 1)
            (height, width) = (width, height);   // a single row of one channel is a table
        var x = Random(1, height * width, seed: 5);
        var picture = new double[height, width];
        for (var k = 0; k < x.Columns; k++)
            picture[k / width, k % width] = x[0, k];
        var expected = PlainHistograms.Of(picture);
        var found = Transform(new ImageShape(height, width, 1)).Transform(x);
        Assert.Equal(expected.Length, found.Columns);
        Assert.All(expected.Zip(found.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void A_single_edge_by_hand()
    {
        // 4 x 4, dark left of the middle and light right of it: 2 x 2 cells, all gradients point east, at columns 1 and 2 of every row.
        // Each of the two lies a quarter of the way from its own cell's centre to the other's, so both cells get 0.75 + 0.25 of a row: all four are alike.
        var x = new Matrix(1, 16, new float[] { 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1 });
        var found = Transform(new ImageShape(4, 4, 1)).Transform(x);
        for (var k = 0; k < found.Columns; k++)
            Assert.Equal(k % 8 == 0 ? 0.5 : 0, found[0, k], 1e-7);
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(0, 1, 2)]
    [InlineData(-1, 1, 3)]
    [InlineData(-1, 0, 4)]
    [InlineData(-1, -1, 5)]
    [InlineData(0, -1, 6)]
    [InlineData(1, -1, 7)]
    public void A_slope_has_one_orientation(int right, int down, int orientation)
    {
        // inside a slope every gradient is the same; the picture's rim, where edges are repeated, is left out by looking at the middle cell
        var found = Transform(Square).Transform(Slope(right, down)).Row(0).Slice(((3 * 7) + 3) * 8, 8).ToArray();
        for (var k = 0; k < 8; k++)
            Assert.Equal(k == orientation ? found.Max() : 0, found[k], 1e-5);
        Assert.True(found.Max() > 0.01);
    }

    [Fact]
    public void A_slope_between_two_orientations_is_shared_in_proportion_to_the_angle()
    {
        var middle = Transform(Square).Transform(Slope(1, Math.Tan(Math.PI / 12))).Row(0).Slice(((3 * 7) + 3) * 8, 8).ToArray();   // 15° of 45°
        Assert.Equal(2, (double)middle[0] * middle[0] / ((double)middle[1] * middle[1]), 1e-4);
        Assert.All(middle[2..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void Brightness_changes_nothing()
    {
        var x = Random(20, 784, seed: 1);
        var expected = Transform(Square).Transform(x).Values.ToArray();
        var brighter = new Matrix(20, 784, x.Values.ToArray().Select(value => 4 * value).ToArray());
        var lifted = new Matrix(20, 784, x.Values.ToArray().Select(value => value + 3).ToArray());
        Assert.Equal(expected, Transform(Square).Transform(brighter).Values.ToArray());
        Assert.All(expected.Zip(Transform(Square).Transform(lifted).Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void The_negative_of_a_picture_has_every_orientation_turned_half_way()
    {
        var x = Random(3, 784, seed: 2);
        var negative = new Matrix(3, 784, x.Values.ToArray().Select(value => -value).ToArray());
        var (found, turned) = (Transform(Square).Transform(x), Transform(Square).Transform(negative));
        for (var k = 0; k < found.Columns; k++)
            Assert.Equal(found[1, k], turned[1, (k / 8 * 8) + ((k + 4) % 8)]);
    }

    [Fact]
    public void Equal_channels_give_what_one_of_them_gives()
    {
        var grey = Random(4, 784, seed: 3);
        var colour = new Matrix(4, 3 * 784, grey.Values.ToArray().SelectMany(value => new[] { value, value, value }).ToArray());
        Assert.Equal(Transform(Square).Transform(grey).Values.ToArray(), Transform(new ImageShape(28, 28, 3)).Transform(colour).Values.ToArray());
    }

    [Fact]
    public void Bytes_give_the_bits_of_the_floats_they_stand_for()
    {
        var rng = new Rng(9);
        foreach (var shape in new[] { Square, new ImageShape(60, 33, 3) })
        {
            var bytes = new ByteMatrix(5, shape.Size, Enumerable.Range(0, 5 * shape.Size).Select(_ => (byte)rng.NextInt(256)).ToArray());
            Assert.Equal(Transform(shape).Transform(bytes.ToMatrix()).Values.ToArray(), Transform(shape).Transform(bytes).Values.ToArray());
        }
    }

    [Fact]
    public void Rows_have_length_one_unless_there_are_no_edges()
    {
        var x = Random(10, 784, seed: 4);
        x.MutableRow(6).Fill(0.3f);
        var found = Transform(Square).Transform(x);
        for (var i = 0; i < 10; i++)
            Assert.Equal(i == 6 ? 0 : 1, found.Row(i).ToArray().Sum(value => (double)value * value), 1e-6);
    }

    [Fact]
    public void The_largest_floats_overflow_nothing()
    {
        var x = new Matrix(1, 784, Enumerable.Range(0, 784).Select(k => k % 3 == 0 ? float.MaxValue : -float.MaxValue).ToArray());
        Assert.Equal(1, Transform(Square).Transform(x).Values.ToArray().Sum(value => (double)value * value), 1e-6);
    }

    [Fact]
    public void Rows_of_a_table_are_no_pictures()
    {
        var message = Assert.Throws<ArgumentException>(() => new OrientationHistograms { Shape = ImageShape.OfTable(784) }).Message;
        Assert.Contains("Rows of 784 numbers are no pictures", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new OrientationHistograms { Shape = new ImageShape(0, 4, 1) });
    }

    [Fact]
    public void Rows_of_another_shape_are_refused() => Assert.Equal(
        "Pictures of 28x28 are rows of 784 values, got 783.",
        Assert.Throws<ArgumentException>(() => new OrientationHistograms { Shape = Square }.Fit(Random(2, 783, seed: 1))).Message);

    private static OrientationHistogramModel Transform(ImageShape shape) => new OrientationHistograms { Shape = shape }.Fit(new Matrix(1, shape.Size));

    private static Matrix Slope(double right, double down) =>
        new(1, 784, Enumerable.Range(0, 784).Select(k => (float)((right * (k % 28)) + (down * (k / 28)))).ToArray());

    private static Matrix Random(int rows, int columns, ulong seed)
    {
        var rng = new Rng(seed);
        return new Matrix(rows, columns, Enumerable.Range(0, rows * columns).Select(_ => (float)rng.NextDouble()).ToArray());
    }
}
