using Kindred.Manifold;

namespace Kindred.Tests.Manifold;

public sealed class UmapCurveTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, ManifoldFixture.Read.Curves.Length)];

    [Theory, MemberData(nameof(Cases))]
    public void Is_that_of_umap_learn(int index)
    {
        var expected = ManifoldFixture.Read.Curves[index];
        var found = UmapCurve.Fit(expected.MinDistance, expected.Spread);
        Assert.Equal(expected.A, found.A, 1e-4 * expected.A);
        Assert.Equal(expected.B, found.B, 1e-4 * expected.B);
    }

    [Fact]
    public void Falls_from_one_towards_zero()
    {
        var curve = UmapCurve.Fit(0.1, 1);
        Assert.Equal(1, curve.At(0));
        Assert.True(curve.At(0.1) > 0.95 && curve.At(1) < 0.45 && curve.At(10) < 0.02);
    }
}
