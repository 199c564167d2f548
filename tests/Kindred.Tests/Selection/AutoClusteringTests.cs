using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Evaluation;
using Kindred.Numerics;
using Kindred.Preprocessing;
using Kindred.Recipes;
using Kindred.Selection;

namespace Kindred.Tests.Selection;

public sealed class AutoClusteringTests
{
    [Fact]
    public void The_kind_of_data_decides_the_recipe_and_labels_do_not()
    {
        Assert.Equal("pca90-gmm", DefaultRecipe.For(Table(20_000, 4)).Name);
        Assert.Equal("hog-leiden", DefaultRecipe.For(Images(20, 28)).Name);
        Assert.Equal("hog-leiden", DefaultRecipe.For(Images(20_000, 8)).Name);
        var labelled = Wardrobe.Load(500, 1);
        var bare = labelled with { Train = new ImageSet(labelled.Train.Bytes!, labelled.Shape), Test = null, ClassNames = [] };
        Assert.Equal(
            new AutoClustering { ClusterCount = 5 }.Run(bare).Clusters.Train!.Clusters,
            new AutoClustering { ClusterCount = 5 }.Run(labelled with { Test = null }).Clusters.Train!.Clusters);
    }

    [Fact]
    public void Pictures_of_one_plain_value_are_compared_by_their_values()
    {
        var bytes = new byte[60 * 64];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)((i / 64 % 3 * 90) + (i % 5));
        var plain = new Dataset("plain", "0", new ImageSet(new ByteMatrix(60, 64, bytes), new ImageShape(8, 8, 1)), null, []);
        var run = new AutoClustering { ClusterCount = 3 }.Run(plain);
        Assert.Equal("pca90-gmm", run.Record.Recipe);
        Assert.Equal(1, Scores.Compare([.. Enumerable.Range(0, 60).Select(i => i % 3)], run.Clusters.Train!.Clusters).Accuracy);
    }

    [Fact]
    public void Without_a_count_it_is_estimated_and_the_record_says_how()
    {
        var data = Table(300, 4);
        var run = new AutoClustering { Seed = 2 }.Run(data);
        Assert.Equal(3, run.Record.ClusterCount);
        Assert.Equal(3, run.Record.ClusterCountEstimate!.Chosen);
        Assert.Equal(1, Scores.Compare([.. Enumerable.Range(0, 300).Select(i => i % 3)], run.Clusters.Train!.Clusters).Accuracy);
        Assert.NotNull(run.Record.RecipeReason);
        Assert.NotNull(run.Findings);
    }

    [Fact]
    public void With_a_count_nothing_is_estimated()
    {
        var run = new AutoClustering { ClusterCount = 2, Recipe = "kmeans-pixels" }.Run(Table(60, 4));
        Assert.Null(run.Record.ClusterCountEstimate);
        Assert.Null(run.Record.RecipeReason);
        Assert.Equal(2, run.Record.ClusterCount);
    }

    [Theory]
    [InlineData("kmeans-pixels")]
    [InlineData("gmm-pixels")]
    [InlineData("pca-gmm")]
    [InlineData("pca90-gmm")]
    public void The_units_of_a_tables_columns_change_nothing(string recipe)
    {
        var table = Table(300, 4);
        var other = new Matrix(300, 4);
        for (var i = 0; i < 300; i++)
        {
            for (var j = 0; j < 4; j++)
                other.MutableRow(i)[j] = (table.Train.Pixels[i, j] * MathF.Pow(64, j)) - 1024;
        }

        var settings = new AutoClustering { Recipe = recipe, ClusterCount = 3 };
        var groups = settings.Run(table).Clusters.Train!.Clusters;
        var others = settings.Run(table with { Train = new ImageSet(other, table.Shape) }).Clusters.Train!.Clusters;
        Assert.Equal(1, Scores.Compare(groups, others).AdjustedRandIndex, 9);
    }

    [Fact]
    public void Few_rows_get_round_clusters_and_many_get_covariances_of_their_own()
    {
        Assert.Equal(CovarianceKind.Spherical, ((GaussianMixture)Spanning(60, 10).Clusterer).Covariance);
        Assert.Equal(CovarianceKind.Full, ((GaussianMixture)Spanning(6000, 10).Clusterer).Covariance);
        Assert.True(Spanning(600, 10).Steps.OfType<Pca>().Single().Components <= 12);
    }

    [Fact]
    public void Twelve_rows_are_enough() =>
        Assert.Equal(3, new AutoClustering { ClusterCount = 3 }.Run(Images(12, 28)).Clusters.Train!.Clusters.Distinct().Count());

    [Fact]
    public void Estimates_on_pixels_and_components_and_codes_look_at_what_is_grouped()
    {
        var data = Images(40, 28);
        Assert.Equal(data.Train.Pixels.Values, Rows("kmeans-pixels", data).Values);
        Assert.Equal(10, Rows("pca-gmm", data).Columns);
    }

    private static Matrix Rows(string recipe, Dataset data) =>
        RecipeCatalog.Create(recipe, 1, data).RowsToCluster(data, new EncoderCache(), null, CancellationToken.None);

    private static Recipe Spanning(int rows, int clusters) => RecipeCatalog.Create("pca90-gmm", 1, Images(rows, 28), clusters);

    private static Dataset Images(int count, int side)
    {
        var rng = new Rng(1);
        var bytes = new byte[count * side * side];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)rng.NextInt(256);
        return new Dataset("images", "0", new ImageSet(new ByteMatrix(count, side * side, bytes), new ImageShape(side, side, 1)), null, []);
    }

    /// <summary>Normal rows around three places, ten standard deviations apart.</summary>
    private static Dataset Table(int rows, int columns)
    {
        var rng = new Rng(2);
        var x = new Matrix(rows, columns);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
                x.MutableRow(i)[j] = (float)((j == i % 3 ? 10 : 0) + rng.NextNormal());
        }

        return new Dataset("table", "0", new ImageSet(x, ImageShape.OfTable(columns)), null, []);
    }
}
