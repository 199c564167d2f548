using Kindred.Graphs;
using Kindred.Manifold;
using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Tests.Manifold;

public sealed class SpectralStartTests
{
    [Fact]
    public void Of_a_chain_the_first_coordinate_is_the_place_in_it()
    {
        var start = SpectralStart.Of(NeighbourGraph.Of(200, [.. Enumerable.Range(0, 199).Select(i => (i, i + 1, 1f))]), 2, seed: 1, CancellationToken.None);
        var along = Enumerable.Range(1, 198).Select(i => start[i, 0]).ToArray();   // the two ends have half the edges, and fall out of line
        Assert.True(along.SequenceEqual(along.Order()) || along.SequenceEqual(along.OrderDescending()));
        for (var c = 0; c < 2; c++)
            Assert.Equal((0, 10), (Enumerable.Range(0, 200).Min(i => start[i, c]), Enumerable.Range(0, 200).Max(i => start[i, c])), (a, b) => Math.Abs(a.Item1 - b.Item1) < 0.01 && Math.Abs(a.Item2 - b.Item2) < 0.01);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    public void Parts_that_no_edge_joins_lie_apart(int clouds)
    {
        var x = Clouds(40 * clouds, clouds);
        var graph = NeighbourGraph.FuzzyUnion(new NearestNeighbours { Count = 6 }.Of(x));
        Assert.Equal(clouds, ConnectedParts.Of(graph).Count);
        var start = SpectralStart.Of(graph, 2, seed: 1, CancellationToken.None);
        Assert.All(start.Values.ToArray(), value => Assert.InRange(value, -0.01f, 10.01f));
        var nearest = new NearestNeighbours { Count = 1 }.Of(start);
        Assert.All(Enumerable.Range(0, start.Rows), row => Assert.Equal(row % clouds, nearest.Indices(row)[0] % clouds));
    }

    private static Matrix Clouds(int rows, int clouds)
    {
        var rng = new Rng(8);
        return new Matrix(rows, 4, Enumerable.Range(0, rows * 4).Select(k => (float)(rng.NextNormal() + (k % 4 == 0 ? 100 * (k / 4 % clouds) : 0))).ToArray());
    }
}
