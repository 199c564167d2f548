using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Evaluation;
using Kindred.Graphs;
using Kindred.Neighbours;
using Kindred.Numerics;
using Kindred.Recipes;
using Kindred.Runs;
using Kindred.Tests.Clustering;

namespace Kindred.Tests.Recipes;

/// <summary>Where rows lie on the map, and the parts of their clusters.</summary>
public sealed class RowMapTests
{
    private static readonly Dataset Clothes = Wardrobe.Load(trainCount: 400, testCount: 60);

    [Theory]
    [InlineData("hog-leiden")]
    [InlineData("pca90-gmm")]
    public void Map_and_tree_have_the_same_bits_on_any_number_of_threads(string recipe)
    {
        var before = Parallelism.Threads;
        try
        {
            Parallelism.Threads = 1;
            var alone = Run(recipe);
            Parallelism.Threads = 3;
            var together = Run(recipe);
            foreach (var ((_, a), (_, b)) in alone.Details.Map.Present().Zip(together.Details.Map.Present()))
                Assert.Equal(a.Values.ToArray(), b.Values.ToArray());
            Assert.Equal(alone.Details.Leaves.Test, together.Details.Leaves.Test);
            Assert.Equal(alone.Record.Tree!.Merges, together.Record.Tree!.Merges);
        }
        finally
        {
            Parallelism.Threads = before;
        }
    }

    [Fact]
    public void Every_row_has_a_place_and_a_part_of_its_own_cluster()
    {
        var run = Run("hog-leiden");
        foreach (var ((name, map), (_, part)) in run.Details.Map.Present().Zip(run.Clusters.Present()))
        {
            Assert.Equal((part.Clusters.Length, 2), (map.Rows, map.Columns));
            Assert.All(map.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
            var leaves = name == "train" ? run.Details.Leaves.Train! : run.Details.Leaves.Test!;
            Assert.Equal(part.Clusters, leaves.Select(leaf => run.Record.Tree!.ClusterOfLeaf[leaf]));
        }

        Assert.Equal(run.Record.Tree!.ClusterOfLeaf.Count - 1, run.Record.Tree.Merges.Count);
        Assert.InRange(run.Record.Tree.Styles, run.ClusterCount, run.Record.Tree.ClusterOfLeaf.Count);
    }

    [Fact]
    public void Neighbours_of_the_same_cloud_lie_together_on_the_map_and_unseen_rows_among_them()
    {
        var (x, truth) = Blobs.Draw(groups: 4, rowsEach: 60, columns: 6);
        var (other, otherTruth) = Blobs.Draw(groups: 4, rowsEach: 10, columns: 6, seed: 2);
        var data = new Dataset("blobs", "0", new ImageSet(x, ImageShape.OfTable(6)), new ImageSet(other, ImageShape.OfTable(6)), []);
        var run = QuickRecipes.KMeans(clusters: 4).Run(data, map: new RowMap());
        var nearest = new NearestNeighbours { Count = 5 };
        var within = nearest.Of(run.Details.Map.Train!);
        Assert.All(Enumerable.Range(0, x.Rows), row => Assert.All(within.Indices(row).ToArray(), near => Assert.Equal(truth[row], truth[near])));
        var among = nearest.Query(run.Details.Map.Train!, run.Details.Map.Test!);
        Assert.All(Enumerable.Range(0, other.Rows), row => Assert.All(among.Indices(row).ToArray(), near => Assert.Equal(otherTruth[row], truth[near])));
    }

    [Fact]
    public void A_sample_is_laid_out_and_the_others_lie_among_it()
    {
        var run = QuickRecipes.KMeans().Run(Clothes, map: new RowMap { MaxRows = 100 });
        Assert.Equal(100, run.Details.MappedRows);
        Assert.Equal(400, run.Details.Map.Train!.Rows);
        Assert.Equal(run.Clusters.Train!.Clusters, run.Details.Leaves.Train!.Select((leaf, row) => leaf < 0 ? run.Clusters.Train.Clusters[row] : run.Record.Tree!.ClusterOfLeaf[leaf]));
    }

    [Fact]
    public void Of_a_graph_of_very_many_rows_a_sample_is_laid_out()
    {
        Assert.Equal(400, Run("hog-leiden", new RowMap { MaxRows = 100, MostWholeRows = 400 }).Details.MappedRows);
        var run = Run("hog-leiden", new RowMap { MaxRows = 100, MostWholeRows = 399 });
        Assert.Equal((100, 400), (run.Details.MappedRows, run.Details.Map.Train!.Rows));
    }

    [Fact]
    public void Few_rows_and_two_columns_need_no_layout()
    {
        var (x, _) = Blobs.Draw(groups: 2, rowsEach: 40, columns: 2);
        var two = QuickRecipes.KMeans(clusters: 2).Run(new Dataset("two", "0", new ImageSet(x, ImageShape.OfTable(2)), null, []), map: new RowMap());
        Assert.Null(two.Details.Map.Train);
        Assert.NotNull(two.Record.Tree);
        var (few, _) = Blobs.Draw(groups: 2, rowsEach: 5, columns: 4);
        var run = QuickRecipes.KMeans(clusters: 2).Run(new Dataset("few", "0", new ImageSet(few, ImageShape.OfTable(4)), null, []), map: new RowMap());
        Assert.Null(run.Details.Map.Train);
        Assert.Null(run.Record.Tree);
    }

    [Fact]
    public void Rows_in_no_cluster_are_in_no_part_and_the_run_is_scored_both_ways()
    {
        var (x, truth) = Blobs.Draw(groups: 3, rowsEach: 50, columns: 3);
        var far = x.Take([.. Enumerable.Range(0, 150), .. Enumerable.Range(0, 4)]);
        for (var row = 150; row < 154; row++)
        {
            foreach (ref var value in far.MutableRow(row))
                value = 1000 * (row - 148) * (row - 148);
        }

        int[] classes = [.. truth, .. Enumerable.Repeat(0, 4)];
        var data = new Dataset("noise", "0", new ImageSet(far, ImageShape.OfTable(3), classes), null, ["a", "b", "c"]);
        var run = (QuickRecipes.KMeans() with { Name = "density", Steps = [], Clusterer = new Hdbscan() }).Run(data, map: new RowMap());
        var clusters = run.Clusters.Train!.Clusters;
        Assert.Contains(-1, clusters);
        Assert.All(clusters.Zip(run.Details.Leaves.Train!), pair => Assert.Equal(pair.First < 0, pair.Second < 0));
        Assert.Equal(ScoresWithNoise.Compare(classes, clusters), run.Record.ScoresWithNoise!.Train);
        Assert.Equal(1, run.Record.ScoresWithNoise.Train!.Clustered!.AdjustedRandIndex, 9);
        Assert.Null(Run("pca90-gmm").Record.ScoresWithNoise);
    }

    [Fact]
    public void What_was_laid_out_is_kept_with_the_run()
    {
        var folder = Directory.CreateTempSubdirectory("kindred-").FullName;
        try
        {
            var run = Run("hog-leiden");
            var read = RunFolder.ReadWhole(RunFolder.Write(folder, run));
            Assert.Equal(run.Details.Map.Test!.Values.ToArray(), read.Details.Map.Test!.Values.ToArray());
            Assert.Equal(run.Details.Leaves.Train, read.Details.Leaves.Train);
            Assert.Equal(run.Details.MappedRows, read.Details.MappedRows);
            Assert.Equal(run.Record.Tree!.Merges, read.Record.Tree!.Merges);
            Assert.Equal(run.Record.Tree.Sentence, read.Record.Tree.Sentence);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Parts_of_a_cluster_merge_before_clusters_do()
    {
        var graph = NeighbourGraph.Of(8, [(0, 1, 1), (1, 2, 5), (2, 3, 1), (3, 4, 5), (4, 5, 1), (5, 6, 5), (6, 7, 1)]);
        var tree = MergeTree.Within(graph, new Partition([0, 0, 1, 1, 2, 2, 3, 3], 4, 1, 0), [0, 1, 0, 1]);
        var cut = tree.Cut(2);
        Assert.Equal(1, Scores.Compare([0, 0, 1, 1, 0, 0, 1, 1], cut).AdjustedRandIndex);
        Assert.Equal([0, 0], tree.Merges.Take(2).Select(merge => merge.LinkRatio));
        Assert.True(tree.Merges[2].LinkRatio > 1);
    }

    private static Run Run(string recipe, RowMap? map = null) => RecipeCatalog.Create(recipe, 1, Clothes, clusterCount: 5).Run(Clothes, map: map ?? new RowMap { Seed = 1 });
}
