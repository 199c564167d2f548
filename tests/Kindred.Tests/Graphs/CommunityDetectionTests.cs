using Kindred.Graphs;
using Kindred.Graphs.Communities;
using Kindred.Numerics;

namespace Kindred.Tests.Graphs;

public sealed class CommunityDetectionTests
{
    public static TheoryData<string> Names => [.. SmallGraphs.Cases.Select(expected => expected.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Qualities_of_given_communities_are_those_of_igraph_and_leidenalg(string name)
    {
        var expected = Case(name);
        var graph = expected.ToGraph();
        Assert.Equal(expected.Modularity, PartitionQuality.Of(graph, expected.Given, QualityFunction.Modularity, 1), 1e-9);
        Assert.Equal(expected.HalfResolution, PartitionQuality.Of(graph, expected.Given, QualityFunction.Modularity, 0.5), 1e-9);
        Assert.Equal(expected.ConstantPotts, PartitionQuality.Of(graph, expected.Given, QualityFunction.ConstantPotts, 0.25), 1e-9);
    }

    [Theory, MemberData(nameof(Names))]
    public void Modularity_found_is_that_of_igraph(string name)
    {
        var (expected, graph) = (Case(name), Case(name).ToGraph());
        var found = Median(seed => new CommunityDetection { Seed = seed }.Of(graph).Quality);
        Assert.InRange(found, expected.FoundModularity - 0.002, 1);
    }

    [Theory, MemberData(nameof(Names))]
    public void Quality_found_with_the_constant_Potts_model_is_that_of_leidenalg(string name)
    {
        var (expected, graph) = (Case(name), Case(name).ToGraph());
        var found = Median(seed => new CommunityDetection { Quality = QualityFunction.ConstantPotts, Resolution = 0.25, Seed = seed }.Of(graph).Quality);
        Assert.InRange(found, 0.99 * expected.FoundConstantPotts, double.PositiveInfinity);
    }

    [Fact]
    public void Two_triangles_joined_by_an_edge_are_two_communities()
    {
        var found = new CommunityDetection().Of(SmallGraphs.Triangles);
        Assert.Equal([0, 0, 0, 1, 1, 1], found.Communities);
        Assert.Equal((2.0 * 3 / 7) - 0.5, found.Quality, 1e-9);        // 3 of 7 edges in each, half of all ends
    }

    [Fact]
    public void The_karate_club_parts_into_its_four_communities_of_the_greatest_modularity()
    {
        var found = new CommunityDetection { Seed = 1 }.Of(Case("karate").ToGraph());
        Assert.Equal(0.41979, found.Quality, 1e-5);                     // Brandes and others 2008
        Assert.Equal(4, found.Count);
        Assert.Single(((int[])[0, 1, 2, 3, 7, 11, 12, 13, 17, 19, 21]).Select(member => found.Communities[member]).Distinct());
    }

    [Fact]
    public void Communities_are_numbered_from_the_largest()
    {
        var found = new CommunityDetection { Resolution = 2 }.Of(SmallGraphs.Planted(300, 7, 0.2, 0.02, seed: 3));
        var sizes = Enumerable.Range(0, found.Count).Select(c => found.Communities.Count(community => community == c)).ToArray();
        Assert.Equal(sizes.OrderDescending(), sizes);
        Assert.True(sizes[^1] > 0);
    }

    [Fact]
    public void A_community_whose_bridge_leaves_is_parted_where_moving_alone_keeps_it_in_pieces()
    {
        // row 0 holds the triangles 1 2 3 and 4 5 6 together until it goes to 7 8 9, with which it has three edges (the paper's figure 2)
        var graph = NeighbourGraph.Of(10, [
            (1, 2, 1), (1, 3, 1), (2, 3, 1), (4, 5, 1), (4, 6, 1), (5, 6, 1), (7, 8, 1), (7, 9, 1), (8, 9, 1),
            (0, 1, 1), (0, 4, 1), (0, 7, 1), (0, 8, 1), (0, 9, 1)]);
        var (level, penalty, start) = (Level.Of(graph, QualityFunction.ConstantPotts), 0.1, (int[])[0, 0, 0, 0, 0, 0, 0, 1, 1, 1]);
        var louvain = MovingAlone(level, penalty, start);
        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 1, 1, 1], louvain);
        Assert.False(SmallGraphs.AreConnected(graph, louvain));
        var leiden = (int[])start.Clone();
        new LeidenRun(level, penalty, 0.01, new Rng(1)).Improve(leiden, CancellationToken.None);
        Assert.Equal([0, 1, 1, 1, 2, 2, 2, 0, 0, 0], Numbering.Compact(leiden).Communities);
    }

    [Fact]
    public void Communities_are_connected()
    {
        for (var seed = 0UL; seed < 20; seed++)
        {
            var graph = SmallGraphs.Planted(400, 4, 0.009, 0.0035, seed);
            foreach (var quality in (QualityFunction[])[QualityFunction.Modularity, QualityFunction.ConstantPotts])
            {
                var detection = new CommunityDetection { Quality = quality, Resolution = quality == QualityFunction.Modularity ? 1 : 0.01, Seed = seed };
                Assert.True(SmallGraphs.AreConnected(graph, (detection with { MaxIterations = 1 }).Of(graph).Communities));
                Assert.True(SmallGraphs.AreConnected(graph, (detection with { MaxIterations = 4 }).Of(graph).Communities));
            }
        }
    }

    [Theory]
    [InlineData(QualityFunction.Modularity, 1 / 2000.0)]
    [InlineData(QualityFunction.ConstantPotts, 0.1)]
    public void Quality_never_falls(QualityFunction quality, double penalty)
    {
        var graph = SmallGraphs.Planted(500, 6, 0.06, 0.01, seed: 9);
        var level = Level.Of(graph, quality);
        var resolution = quality == QualityFunction.Modularity ? penalty * level.Sizes.Sum() : penalty;
        var communities = Numbering.Identity(500);
        var run = new LeidenRun(level, penalty, 0.01, new Rng(4));
        var before = PartitionQuality.Of(graph, communities, quality, resolution);
        for (var pass = 0; pass < 8; pass++)
        {
            run.Improve(communities, CancellationToken.None);
            var after = PartitionQuality.Of(graph, communities, quality, resolution);
            Assert.InRange(after, before - 1e-9, double.PositiveInfinity);
            before = after;
        }
    }

    [Fact]
    public void A_scale_of_all_weights_changes_nothing()
    {
        var small = SmallGraphs.Planted(300, 5, 0.1, 0.02, seed: 2);
        var large = new NeighbourGraph(small.Offsets.ToArray(), small.Targets.ToArray(), Array.ConvertAll(small.Weights.ToArray(), weight => weight * 64));
        Assert.Equal(new CommunityDetection().Of(small).Communities, new CommunityDetection().Of(large).Communities);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(40)]
    [InlineData(300)]
    public void As_many_communities_as_asked_for(int count)
    {
        var found = new CommunityDetection { Seed = 5 }.OfCount(SmallGraphs.Planted(300, 7, 0.2, 0.01, seed: 3), count);
        Assert.Equal(count, found.Count);
        Assert.Equal(Enumerable.Range(0, count), found.Communities.Distinct().Order());
    }

    [Fact]
    public void The_planted_communities_are_found_when_their_number_is_asked_for()
    {
        var found = new CommunityDetection().OfCount(SmallGraphs.Planted(300, 6, 0.3, 0.01, seed: 3), 6);
        Assert.Equal(6, found.Communities.Select((community, i) => (community, i % 6)).Distinct().Count());
    }

    [Fact]
    public void A_graph_without_edges_is_communities_of_one_and_can_still_be_cut()
    {
        var graph = NeighbourGraph.Of(5, []);
        Assert.Equal(5, new CommunityDetection().Of(graph).Count);
        var places = new Matrix(5, 1, (float[])[0, 10, 1, 11, 2]);
        Assert.Equal([0, 1, 0, 1, 0], new CommunityDetection().OfCount(graph, 2, places).Communities);
    }

    [Fact]
    public void A_graph_in_more_parts_than_wanted_is_cut_by_where_they_lie()
    {
        // three kinds of twenty rows, each in two parts, and two specks beside the first: places tell which parts are one kind
        var (edges, xs) = (new List<(int, int, float)>(), new List<float>());
        void Clique(int rows, float x)
        {
            for (var i = xs.Count; i < xs.Count + rows; i++)
            {
                for (var j = xs.Count; j < i; j++)
                    edges.Add((j, i, 1));
            }

            for (var i = 0; i < rows; i++)
                xs.Add(x + (0.01f * i));
        }

        foreach (var x in (float[])[0, 1, 50, 51, 100, 101])
            Clique(10, x);
        Clique(2, 2.5f);
        Clique(2, 2.8f);
        var found = new CommunityDetection().OfCount(NeighbourGraph.Of(xs.Count, edges), 3, new Matrix(xs.Count, 1, xs.ToArray()));
        Assert.Equal(3, found.Communities.Zip(xs, (community, x) => (community, (int)((x + 10) / 50))).Distinct().Count());
        Assert.Equal(3, found.Count);
    }

    [Fact]
    public void Many_knots_on_a_thread_are_not_gathered_but_cut_by_where_they_lie()
    {
        // sixty knots of ten rows along a line, each tied to the next by one weak edge: a small enough resolution takes any stretch of the thread for one community
        var (edges, xs) = (new List<(int, int, float)>(), new List<float>());
        for (var knot = 0; knot < 60; knot++)
        {
            for (var i = 0; i < 10; i++)
            {
                for (var j = 0; j < i; j++)
                    edges.Add(((10 * knot) + j, (10 * knot) + i, 1));
                xs.Add(knot + (0.01f * i));
            }

            if (knot > 0)
                edges.Add(((10 * knot) - 1, 10 * knot, knot % 7 == 0 ? 1e-6f : 0.01f));
        }

        var found = new CommunityDetection().OfCount(NeighbourGraph.Of(600, edges), 4, new Matrix(600, 1, xs.ToArray()));
        Assert.All(found.Communities.CountBy(community => community), pair => Assert.InRange(pair.Value, 80, 250));
        Assert.Equal(4, found.Count);
    }

    [Fact]
    public void The_same_seed_gives_the_same_communities()
    {
        var graph = SmallGraphs.Planted(400, 4, 0.02, 0.01, seed: 1);
        Assert.Equal(new CommunityDetection { Seed = 3 }.Of(graph).Communities, new CommunityDetection { Seed = 3 }.Of(graph).Communities);
        Assert.NotEqual(new CommunityDetection { Seed = 3 }.Of(graph).Communities, new CommunityDetection { Seed = 4 }.Of(graph).Communities);
    }

    [Fact]
    public void Of_restarts_the_best_is_taken_on_any_number_of_threads()
    {
        var graph = SmallGraphs.Planted(400, 12, 0.3, 0.05, seed: 5);
        var best = new CommunityDetection { Seed = 2, Restarts = 6 }.Of(graph);
        Assert.Equal(best.Quality, Enumerable.Range(1, 6).Max(restarts => new CommunityDetection { Seed = 2, Restarts = restarts }.Of(graph).Quality));
        var asked = new CommunityDetection { Seed = 2, Restarts = 6 }.OfCount(graph, 12);
        Assert.Equal(12, asked.Count);
        Assert.True(asked.Quality >= new CommunityDetection { Seed = 2 }.OfCount(graph, 12).Quality);
        var threads = Parallelism.Threads;
        try
        {
            foreach (var count in new[] { 1, 2, 4 })
            {
                Parallelism.Threads = count;
                Assert.Equal(best.Communities, new CommunityDetection { Seed = 2, Restarts = 6 }.Of(graph).Communities);
            }
        }
        finally
        {
            Parallelism.Threads = threads;
        }
    }

    [Fact]
    public void Refuses_counts_that_no_partition_has_and_stops_when_cancelled()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new CommunityDetection().OfCount(SmallGraphs.Triangles, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CommunityDetection().OfCount(SmallGraphs.Triangles, 0));
        Assert.Throws<OperationCanceledException>(() => new CommunityDetection().Of(SmallGraphs.Triangles, new CancellationToken(canceled: true)));
    }

    private static CommunityCase Case(string name) => SmallGraphs.Cases.Single(candidate => candidate.Name == name);

    private static double Median(Func<ulong, double> value) => Enumerable.Range(0, 11).Select(seed => value((ulong)seed)).Order().ElementAt(5);

    /// <summary>Louvain: the same moves and levels without refinement.</summary>
    private static int[] MovingAlone(Level level, double penalty, int[] start)
    {
        var (rng, ofLevel, communities) = (new Rng(1), (int[])start.Clone(), Numbering.Identity(level.Nodes));
        while (true)
        {
            LocalMoving.Run(level, penalty, ofLevel, rng);
            var count = ofLevel.Max() + 1;
            communities = Array.ConvertAll(communities, node => ofLevel[node]);
            if (count == level.Nodes)
                return communities;
            level = level.Aggregate(ofLevel, count);
            ofLevel = Numbering.Identity(count);
        }
    }
}
