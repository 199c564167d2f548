using Kindred.Clustering;
using Kindred.Graphs;
using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Tests.Clustering;

public sealed class DensityCountTests
{
    [Theory]
    [InlineData(2, 300, 4)]
    [InlineData(3, 50, 10)]
    [InlineData(7, 120, 10)]
    [InlineData(40, 60, 10)]
    public void Clear_clouds_are_counted(int clouds, int rowsEach, int columns)
    {
        var x = Clouds(clouds, rowsEach, columns);
        var graph = NeighbourGraph.FuzzyUnion(new NearestNeighbours { Count = NearestNeighbours.CountFor(x.Rows) }.Of(x));
        var communities = MergeTree.Of(graph, new CommunityDetection { Resolution = 4 }.Of(graph), x);
        var found = new DensityCount().Fit(x, communities);
        Assert.Equal((clouds, clouds, clouds, clouds), (found.Count, found.Lowest, found.Highest, found.CountByLinks));
        Assert.True(found.IsSure, found.Sentence);
        Assert.Equal(clouds, Enumerable.Range(0, x.Rows).Select(row => (row % clouds, found.Clusters[row])).Distinct().Count());
    }

    [Fact]
    public void One_rule_alone_is_never_sure()
    {
        var found = new DensityCount().Fit(Clouds(3, 100, 5));
        Assert.Equal((3, 3, 3, null), (found.Count, found.Lowest, found.Highest, found.CountByLinks));
        Assert.False(found.IsSure);
        Assert.Contains("guess", found.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_differ_by_more_than_a_third_are_never_sure()
    {
        Assert.True(ClusterCountRange.Of(9, 9, 9, 12, []).IsSure);
        var unsure = ClusterCountRange.Of(9, 9, 9, 13, []);
        Assert.False(unsure.IsSure);
        Assert.Equal((9, 13), (unsure.Lowest, unsure.Highest));
        Assert.Contains("do not agree", unsure.Sentence, StringComparison.Ordinal);
        Assert.False(ClusterCountRange.Of(9, 9, 30, 9, []).IsSure);
    }

    [Fact]
    public void Where_rules_differ_the_number_lies_between_them()
    {
        var range = ClusterCountRange.Of(13, 11, 17, 10, []);
        Assert.Equal((11, 13, 10, 17), (range.Count, range.CountByDensity, range.Lowest, range.Highest));  // √130 = 11.4
        Assert.Contains("11 clusters, between the 13 where the rows are dense and the 10 where few links lead", range.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Clouds_of_clouds_give_a_range_that_holds_both()
    {
        var rng = new Rng(4);
        var x = new Matrix(3000, 3);
        for (var row = 0; row < x.Rows; row++)
        {
            var (outer, inner) = (row % 4, row / 4 % 3);
            for (var j = 0; j < 3; j++)
                x.MutableRow(row)[j] = (float)((j == 0 ? 40 * outer : j == 1 ? 5 * inner : 0) + (0.8 * rng.NextNormal()));
        }

        var found = new DensityCount().Fit(x);
        Assert.InRange(found.Count, 4, 12);
        Assert.Equal((4, 12), (found.Lowest, found.Highest));
        Assert.False(found.IsSure);
    }

    [Fact]
    public void Rows_without_dense_places_are_one_cluster()
    {
        var same = new Matrix(60, 2, Enumerable.Repeat(1f, 120).ToArray());
        var found = new DensityCount().Fit(same);
        Assert.Equal((1, 1, 1), (found.Count, found.Lowest, found.Highest));
        Assert.All(found.Clusters, cluster => Assert.Equal(0, cluster));
    }

    private static Matrix Clouds(int count, int rowsEach, int columns)
    {
        var rng = new Rng(31);
        var centres = new float[count * columns];
        foreach (ref var value in centres.AsSpan())
            value = (float)(12 * rng.NextNormal());
        var x = new Matrix(count * rowsEach, columns);
        for (var row = 0; row < x.Rows; row++)
        {
            for (var j = 0; j < columns; j++)
                x.MutableRow(row)[j] = centres[(row % count * columns) + j] + (float)rng.NextNormal();
        }

        return x;
    }
}
