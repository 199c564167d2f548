using Kindred.Graphs;
using Kindred.Numerics;

namespace Kindred.Tests.Graphs;

public sealed class MergeTreeTests
{
    [Fact]
    public void Pairs_with_the_most_links_beyond_chance_merge_first()
    {
        // leaves 0 {0, 1}, 1 {2, 3}, 2 {4, 5}: ends 5, 7, 4 of 16; two edges join 0 and 1, one joins 1 and 2
        var graph = NeighbourGraph.Of(6, [(0, 1, 1.5f), (2, 3, 2), (4, 5, 1.5f), (0, 2, 1), (1, 3, 1), (3, 4, 1)]);
        var tree = MergeTree.Of(graph, new Partition([0, 0, 1, 1, 2, 2], 3, 1, 0));
        Assert.Equal(3, tree.LeafCount);
        Assert.Equal((0, 1, 4), (tree.Merges[0].First, tree.Merges[0].Second, tree.Merges[0].Rows));
        Assert.Equal(2.0 * 16 / (5 * 7), tree.Merges[0].LinkRatio, 1e-12);
        Assert.Equal((2, 3, 6), (tree.Merges[1].First, tree.Merges[1].Second, tree.Merges[1].Rows));
        Assert.Equal(1.0 * 16 / (12 * 4), tree.Merges[1].LinkRatio, 1e-12);
    }

    [Fact]
    public void Cuts_are_nested_and_hold_as_many_clusters_as_asked_for()
    {
        var graph = SmallGraphs.Planted(300, 6, 0.3, 0.005, seed: 1);
        var tree = new CommunityDetection().TreeOf(graph);
        Assert.InRange(tree.LeafCount, 8, 300);
        for (var count = 1; count <= tree.LeafCount; count++)
        {
            var cut = tree.Cut(count);
            Assert.Equal(Enumerable.Range(0, count), cut.Distinct().Order());
            if (count > 1)
                Assert.Equal(count, cut.Zip(tree.Cut(count - 1)).Distinct().Count());
        }
    }

    [Fact]
    public void The_count_at_a_ratio_is_that_of_the_planted_communities()
    {
        var graph = SmallGraphs.Planted(300, 6, 0.3, 0.005, seed: 1);
        var tree = MergeTree.Of(graph, new CommunityDetection { Resolution = 6 }.Of(graph));
        Assert.Equal(6, tree.CountAt(0.3));
        Assert.Equal(1, tree.CountAt(0));
        Assert.Equal(tree.LeafCount, tree.CountAt(double.PositiveInfinity));
    }

    [Fact]
    public void Clusters_that_no_edge_joins_merge_last_the_nearest_or_else_the_smallest_first()
    {
        var graph = NeighbourGraph.Of(8, [(0, 1, 1), (1, 2, 1), (3, 4, 1), (5, 6, 1), (6, 7, 1)]);
        var leaves = new Partition([0, 0, 1, 2, 2, 3, 3, 3], 4, 1, 0);
        var places = new Matrix(8, 1, (float[])[0, 0, 0, 10, 10, 4, 4, 4]);
        var near = MergeTree.Of(graph, leaves, places).Merges;
        Assert.Equal([(0, 1), (3, 4), (2, 5)], near.Select(merge => (merge.First, merge.Second)));
        Assert.Equal([0, 0], near.Skip(1).Select(merge => merge.LinkRatio));
        var small = MergeTree.Of(graph, leaves).Merges;
        Assert.Equal((2, 3), (small[1].First, small[1].Second));
    }

    [Fact]
    public void Clusters_far_apart_are_not_gathered_around_the_largest()
    {
        // eight pairs of places: means in the middle of many would be nearest to everything
        var places = new Matrix(16, 1, (float[])[.. Enumerable.Range(0, 16).Select(i => (float)((100 * (i / 2)) + (i % 2)))]);
        var graph = NeighbourGraph.Of(16, []);
        var cut = MergeTree.Of(graph, new Partition([.. Enumerable.Range(0, 16)], 16, 1, 0), places).Cut(4);
        Assert.Equal([4, 4, 4, 4], cut.GroupBy(cluster => cluster).Select(rows => rows.Count()));
    }

    [Fact]
    public void Many_parts_merge_as_by_ward_in_a_plain_loop()
    {
        var rng = new Rng(4);
        var places = new Matrix(60, 3, (float[])[.. Enumerable.Range(0, 180).Select(_ => (float)rng.NextDouble())]);
        int[] leaves = [.. Enumerable.Range(0, 60).Select(i => i % 40)];
        var merges = MergeTree.Of(NeighbourGraph.Of(60, []), new Partition(leaves, 40, 1, 0), places).Merges;
        var clusters = Enumerable.Range(0, 40).ToDictionary(leaf => leaf, leaf => Enumerable.Range(0, 60).Where(i => leaves[i] == leaf).ToArray());
        double Squares(int[] rows) => Enumerable.Range(0, 3).Sum(j => rows.Sum(i => Math.Pow(places[i, j] - rows.Average(other => (double)places[other, j]), 2)));
        foreach (var merge in merges)
        {
            var pairs = from a in clusters.Keys from b in clusters.Keys where a < b select (a, b);
            var (first, second) = pairs.MinBy(pair => Squares([.. clusters[pair.a], .. clusters[pair.b]]) - Squares(clusters[pair.a]) - Squares(clusters[pair.b]));
            Assert.Equal((first, second), (Math.Min(merge.First, merge.Second), Math.Max(merge.First, merge.Second)));
            clusters[80 - clusters.Count] = [.. clusters[first], .. clusters[second]];
            clusters.Remove(first);
            clusters.Remove(second);
        }
    }
}
