using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Tests.Preprocessing;

/// <summary>Rows of length 1, worked out by hand.</summary>
public sealed class UnitLengthTests
{
    [Fact]
    public void Amounts_become_roots_of_their_shares()
    {
        var x = new Matrix(2, 2, new float[] { 9, 16, 0, 0 });
        var model = new UnitLength().Fit(x);
        Assert.True(model.SquareRoots);
        Assert.Equal([0.6f, 0.8f, 0, 0], model.Transform(x).Values.ToArray());
        Assert.Equal([-0.6f, 0.8f], model.Transform(new Matrix(1, 2, new float[] { -9, 16 })).Values.ToArray());
    }

    [Fact]
    public void Signed_numbers_keep_their_proportions()
    {
        var x = new Matrix(1, 2, new float[] { -3, 4 });
        var model = new UnitLength().Fit(x);
        Assert.False(model.SquareRoots);
        Assert.Equal([-0.6f, 0.8f], model.Transform(x).Values.ToArray());
    }
}
