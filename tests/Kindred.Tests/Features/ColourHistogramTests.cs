using Kindred.Datasets;
using Kindred.Features;
using Kindred.Numerics;

namespace Kindred.Tests.Features;

public sealed class ColourHistogramTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, FeatureFixture.All.Length)];

    [Theory, MemberData(nameof(Cases))]
    public void Agrees_with_numpy(int index)
    {
        var expected = FeatureFixture.All[index];
        var transform = Transform(expected.Shape);
        var found = transform.Transform(expected.ToBytes());
        Assert.Equal(expected.Colours.Length, transform.OutputColumns);
        Assert.All(expected.Colours.Zip(found.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal(found.Values.ToArray(), transform.Transform(expected.ToBytes().ToMatrix()).Values.ToArray());
    }

    [Fact]
    public void Pure_colours_by_hand()
    {
        // half red, half blue: with two bins a channel, bin (1, 0, 0) = 4 and bin (0, 0, 1) = 1 have half of the pixels each
        var x = new Matrix(1, 12, new float[] { 1, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1 });
        var found = Transform(new ImageShape(2, 2, 3), bins: 2).Transform(x).Values.ToArray();
        for (var k = 0; k < 8; k++)
            Assert.Equal(k is 1 or 4 ? Math.Sqrt(0.5) : 0, found[k], 1e-7);
    }

    [Fact]
    public void A_value_between_two_bins_is_shared()
    {
        var found = Transform(new ImageShape(2, 1, 1), bins: 3).Transform(new Matrix(1, 2, new[] { 0.125f, 7f })).Values.ToArray();   // ¼ of the way; beyond the last
        Assert.Equal([Math.Sqrt(0.375), Math.Sqrt(0.125), Math.Sqrt(0.5)], found.Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Where_a_colour_is_changes_nothing()
    {
        var rng = new Rng(1);
        var pixels = Enumerable.Range(0, 30).Select(_ => Enumerable.Range(0, 3).Select(_ => (float)rng.NextInt(2)).ToArray()).ToArray();
        var there = Transform(new ImageShape(5, 6, 3)).Transform(new Matrix(1, 90, pixels.SelectMany(pixel => pixel).ToArray()));
        var moved = Transform(new ImageShape(6, 5, 3)).Transform(new Matrix(1, 90, pixels.Reverse().SelectMany(pixel => pixel).ToArray()));
        Assert.Equal(there.Values.ToArray(), moved.Values.ToArray());
    }

    [Fact]
    public void Settings_say_what_is_wrong()
    {
        Assert.Throws<ArgumentException>(() => new ColourHistogram { Shape = ImageShape.OfTable(30) });
        Assert.Throws<ArgumentException>(() => new ColourHistogram { Shape = new ImageShape(4, 4, 2) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ColourHistogram { Shape = new ImageShape(4, 4, 3), Bins = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ColourHistogram { Shape = new ImageShape(4, 4, 3), Bins = 17 });
    }

    private static ColourHistogramModel Transform(ImageShape shape, int bins = 4) => new ColourHistogram { Shape = shape, Bins = bins }.Fit(new Matrix(1, shape.Size));
}
