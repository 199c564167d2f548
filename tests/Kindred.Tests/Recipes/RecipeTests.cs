using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Encoding.Views;
using Kindred.Recipes;
using Kindred.Runs;

namespace Kindred.Tests.Recipes;

public class RecipeTests
{
    [Fact]
    public void Every_row_of_every_part_is_grouped_and_scored()
    {
        var data = Wardrobe.Load(trainCount: 400, testCount: 100, seed: 2);
        var run = QuickRecipes.KMeans().Run(data);
        Assert.Equal(400, run.Clusters.Train!.Clusters.Length);
        Assert.Equal(100, run.Clusters.Test!.Clusters.Length);
        Assert.Null(run.Clusters.Validation);
        Assert.Equal(400, run.Record.Confusion.Train!.Sum(row => row.Sum()));
        Assert.InRange(run.Record.Scores.Train!.Accuracy, 0.2, 1);
        Assert.True(run.Record.Outcome["inertia"] > 0);
        Assert.Equal("wardrobe", run.Record.Dataset.Name);
    }

    [Fact]
    public void Labels_change_the_scores_and_nothing_else()
    {
        var data = Wardrobe.Load(trainCount: 300, testCount: 50, seed: 2);
        var others = data.Train.Classes!.Select(label => 9 - (label / 2)).ToArray();
        var relabelled = data with { Train = new ImageSet(data.Train.Bytes!, data.Shape, others) };
        var (first, second) = (QuickRecipes.KMeans().Run(data), QuickRecipes.KMeans().Run(relabelled));
        Assert.Equal(first.Clusters.Train!.Clusters, second.Clusters.Train!.Clusters);
        Assert.NotEqual(first.Record.Scores.Train, second.Record.Scores.Train);
    }

    [Fact]
    public void Data_without_classes_are_grouped_without_scores()
    {
        var data = Wardrobe.Load(trainCount: 300, testCount: 50, seed: 2);
        var unlabelled = data with { Train = new ImageSet(data.Train.Bytes!, data.Shape), Test = null, ClassNames = [] };
        var run = QuickRecipes.KMeans().Run(unlabelled);
        Assert.Null(run.Record.Scores.Train);
        Assert.Null(run.Record.Confusion.Train);
        Assert.Equal(300, run.Clusters.Train!.Clusters.Length);
    }

    [Fact]
    public void After_a_split_rows_keep_the_numbers_they_had()
    {
        var data = Wardrobe.Load(trainCount: 300, testCount: 50, seed: 2).HoldOut(100, seed: 4);
        var run = QuickRecipes.KMeans().Run(data);
        var rows = run.Clusters.Train!.Rows.Concat(run.Clusters.Validation!.Rows);
        Assert.Equal(Enumerable.Range(0, 300), rows.Order());
        Assert.Equal(4UL, run.Record.Dataset.SplitSeed);
    }

    [Fact]
    public void A_run_keeps_ten_images_in_the_views_that_its_network_learned_from()
    {
        var data = Wardrobe.Load(trainCount: 120, testCount: 1, seed: 2);
        var recipe = RecipeCatalog.Create("contrastive-leiden", seed: 1, data);
        var light = new ViewSettings { Brightness = 0.02 };  // little to learn, so that few epochs are enough
        var run = (recipe with { Steps = [.. recipe.Steps.Select(step => step is ContrastiveEncoder encoder ? encoder with { Epochs = 3, Views = light } : step)] }).Run(data);
        Assert.Empty(run.Record.Warnings);
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.safetensors");
        run.Details.Save(path);
        var views = RunDetails.Load(path).Views!;
        File.Delete(path);
        Assert.Equal((10 * ViewStrip.Each, data.Shape.Size), (views.Rows, views.Columns));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(data.Train.Pixels.Row(12 * i).ToArray(), views.Row(i * ViewStrip.Each).ToArray());
            Assert.Equal(ViewStrip.Each, Enumerable.Range(0, ViewStrip.Each).Select(view => views.Row((i * ViewStrip.Each) + view).ToArray().Sum()).Distinct().Count());
        }

        Assert.Null(QuickRecipes.KMeans(clusters: 3).Run(data).Details.Views);
    }
}
