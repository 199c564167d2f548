using Kindred.Datasets;
using Kindred.Evaluation;
using Kindred.Numerics;
using Kindred.Selection;
using Kindred.Tests.Clustering;

namespace Kindred.Tests.Selection;

public sealed class TableRecipeTests
{
    [Fact]
    public void As_many_groups_as_rows_are_filled()
    {
        using var folder = new Datasets.TemporaryFolder();
        var run = new AutoClustering { ClusterCount = 3 }.Run(CsvFile.Read(folder.Write("t.csv", "a,b\n1,2\n3,9\n8,4\n")));

        Assert.Equal([0, 1, 2], run.Clusters.Train!.Clusters.Order());
    }

    [Fact]
    public void Clouds_are_clustered_as_bell_shapes()
    {
        var (x, _) = Blobs.Draw(4, rowsEach: 80, columns: 5);
        Assert.Equal("pca90-gmm", new TableRecipe { Seed = 1 }.For(Table(x), 4).Name);
    }

    [Fact]
    public void Rows_of_many_columns_whose_clusters_are_no_bells_are_clustered_by_neighbours()
    {
        var clothes = Wardrobe.Load(trainCount: 1000, testCount: 1).Train;
        var data = Table(clothes.Pixels);
        Assert.Equal("knn-leiden", new TableRecipe { Seed = 1 }.For(data, 10).Name);
        var run = new AutoClustering { ClusterCount = 10 }.Run(data);
        var bells = new AutoClustering { ClusterCount = 10, Recipe = "pca90-gmm" }.Run(data);
        Assert.Equal("knn-leiden", run.Record.Recipe);
        Assert.True(Information(run) > Information(bells) + 0.05);

        double Information(Kindred.Runs.Run found) => Scores.Compare(clothes.Classes!, found.Clusters.Train!.Clusters).NormalizedMutualInformation;
    }

    [Fact]
    public void Few_rows_one_cluster_and_identical_rows_need_no_graph()
    {
        var (x, _) = Blobs.Draw(2, rowsEach: 12, columns: 3);
        Assert.Equal("pca90-gmm", new TableRecipe().For(Table(x), 2).Name);
        Assert.Equal("pca90-gmm", new TableRecipe().For(Table(Blobs.Draw(2, rowsEach: 100, columns: 3).X), 1).Name);
        Assert.Equal("pca90-gmm", new TableRecipe().For(Table(new Matrix(200, 3)), 2).Name);
    }

    private static Dataset Table(Matrix x) => new("rows", "", new ImageSet(x, ImageShape.OfTable(x.Columns)), Test: null, []);
}
