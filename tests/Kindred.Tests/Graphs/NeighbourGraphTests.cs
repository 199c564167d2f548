using Kindred.Graphs;
using Kindred.Neighbours;
using Kindred.Numerics;
using Kindred.Tests.Neighbours;

namespace Kindred.Tests.Graphs;

public sealed class NeighbourGraphTests
{
    public static TheoryData<string> Cases => [.. Fixture.Read<FuzzyCase[]>("fuzzy.json").Select(expected => expected.Name)];

    [Theory, MemberData(nameof(Cases))]
    public void Weights_are_those_of_umap_learn(string name)
    {
        var expected = Fixture.Read<FuzzyCase[]>("fuzzy.json").Single(candidate => candidate.Name == name);
        var x = new Matrix(expected.Rows, expected.Columns, Array.ConvertAll(expected.X, value => (float)value));
        var graph = NeighbourGraph.FuzzyUnion(new NearestNeighbours { Count = expected.Neighbours }.Of(x));
        var edges = Upper(graph).ToArray();
        Assert.Equal(expected.From.Zip(expected.To), edges.Select(edge => (edge.From, edge.To)));
        Assert.All(edges.Zip(expected.Weights), pair => Assert.Equal(pair.Second, pair.First.Weight, tolerance: 2e-5));
    }

    [Fact]
    public void Every_edge_is_seen_from_both_ends_with_the_same_weight_and_rows_are_not_joined_with_themselves()
    {
        var graph = NeighbourGraph.FuzzyUnion(new NearestNeighbours { Count = 6 }.Of(PlainNeighbours.Normal(200, 4)));
        for (var i = 0; i < graph.Rows; i++)
        {
            Assert.Equal(graph.TargetsOf(i).ToArray().Distinct().Order(), graph.TargetsOf(i).ToArray());
            for (var k = 0; k < graph.TargetsOf(i).Length; k++)
            {
                var (other, weight) = (graph.TargetsOf(i)[k], graph.WeightsOf(i)[k]);
                Assert.NotEqual(i, other);
                Assert.InRange(weight, float.Epsilon, 1);
                Assert.Equal(weight, graph.WeightsOf(other)[graph.TargetsOf(other).IndexOf(i)]);
            }
        }
    }

    [Fact]
    public void A_row_is_joined_with_its_nearest_by_a_weight_of_one()
    {
        var table = new NearestNeighbours { Count = 6 }.Of(PlainNeighbours.Normal(200, 4));
        var graph = NeighbourGraph.FuzzyUnion(table);
        for (var i = 0; i < graph.Rows; i++)
            Assert.Equal(1, graph.WeightsOf(i)[graph.TargetsOf(i).IndexOf(table.Indices(i)[0])]);
    }

    [Fact]
    public void Given_edges_are_sorted_and_faulty_ones_are_refused()
    {
        var graph = NeighbourGraph.Of(4, [(2, 0, 0.5f), (0, 1, 2)]);
        Assert.Equal([0, 2, 3, 4, 4], graph.Offsets.ToArray());
        Assert.Equal([1, 2, 0, 0], graph.Targets.ToArray());
        Assert.Equal([2, 0.5f, 2, 0.5f], graph.Weights.ToArray());
        Assert.Throws<ArgumentException>(() => NeighbourGraph.Of(4, [(0, 4, 1)]));
        Assert.Throws<ArgumentException>(() => NeighbourGraph.Of(4, [(1, 1, 1)]));
        Assert.Throws<ArgumentException>(() => NeighbourGraph.Of(4, [(0, 1, 1), (1, 0, 1)]));
        Assert.Throws<ArgumentException>(() => NeighbourGraph.Of(4, [(0, 1, 0)]));
    }

    private static IEnumerable<(int From, int To, float Weight)> Upper(NeighbourGraph graph)
    {
        for (var i = 0; i < graph.Rows; i++)
        {
            for (var k = graph.Offsets[i]; k < graph.Offsets[i + 1]; k++)
            {
                if (graph.Targets[k] > i)
                    yield return (i, graph.Targets[k], graph.Weights[k]);
            }
        }
    }

    private sealed record FuzzyCase(string Name, int Rows, int Columns, int Neighbours, int[] X, int[] From, int[] To, double[] Weights);
}
