using Kindred.Datasets;
using Kindred.Features;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Tests.Features;

public sealed class ConcatenationTests
{
    private static readonly ImageShape Shape = new(8, 6, 3);

    private static Concatenation EdgesAndColours => new()
    {
        Parts = [new(new OrientationHistograms { Shape = Shape }, 1), new(new ColourHistogram { Shape = Shape }, 0.5), new(new Pca { Components = 2, Whiten = true }, 2)],
    };

    [Fact]
    public void Puts_the_weighted_parts_side_by_side()
    {
        var bytes = Pictures(30);
        var x = bytes.ToMatrix();
        var found = EdgesAndColours.Fit(x).Transform(x);
        var parts = new[] { (new OrientationHistograms { Shape = Shape }.Fit(x).Transform(x), 1f), (new ColourHistogram { Shape = Shape }.Fit(x).Transform(x), 0.5f), (new Pca { Components = 2, Whiten = true }.Fit(x).Transform(x), 2f) };
        for (var i = 0; i < 30; i++)
            Assert.Equal(parts.SelectMany(part => part.Item1.Row(i).ToArray().Select(value => value * part.Item2)), found.Row(i).ToArray());
        Assert.Equal(found.Values.ToArray(), ((ITransformer)EdgesAndColours).Fit(bytes).Transform(bytes).Values.ToArray());
    }

    [Fact]
    public void Is_read_back_with_the_same_bits()
    {
        var x = Pictures(30).ToMatrix();
        ITransform fitted = new Concatenation { Parts = [new(EdgesAndColours, 3), new(new MinMaxScaler(), 0.1)] }.Fit(x);
        var read = ModelKinds.ReadStep(fitted.Kind.Name, StoredRoundTrip.Of(fitted));
        Assert.Equal((fitted.InputColumns, fitted.OutputColumns), (read.InputColumns, read.OutputColumns));
        Assert.Equal(fitted.Transform(x).Values.ToArray(), read.Transform(x).Values.ToArray());
    }

    [Fact]
    public void Weights_weigh_squared_distances()
    {
        var x = Pictures(2).ToMatrix();
        double Square(double weight) => Distance(new Concatenation { Parts = [new(new OrientationHistograms { Shape = Shape }, weight)] }.Fit(x).Transform(x));
        Assert.Equal(4 * Square(1), Square(2), 1e-5);
    }

    [Fact]
    public void Settings_say_what_is_wrong()
    {
        Assert.Throws<ArgumentException>(() => new Concatenation { Parts = [] });
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedTransformer(new MinMaxScaler(), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedTransformer(new MinMaxScaler(), double.NaN));
        Assert.Equal("orientation histograms and colour histogram and principal components", ((ITransformer)EdgesAndColours).Name);
    }

    private static double Distance(Matrix x) => Enumerable.Range(0, x.Columns).Sum(j => Math.Pow(x[0, j] - (double)x[1, j], 2));

    private static ByteMatrix Pictures(int rows)
    {
        var rng = new Rng(4);
        return new ByteMatrix(rows, Shape.Size, Enumerable.Range(0, rows * Shape.Size).Select(_ => (byte)rng.NextInt(256)).ToArray());
    }
}
