using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Neighbours;
using Kindred.Recipes;
using Kindred.Selection;

namespace Kindred.Tests.Selection;

public sealed class LearningTimeTests
{
    [Fact]
    public void Recipes_without_a_network_learn_for_no_time_and_a_network_is_counted_once()
    {
        var data = Wardrobe.Load(trainCount: 64, testCount: 1);
        Recipe Of(string name) => RecipeCatalog.Create(name, seed: 1, data);
        Assert.Equal(TimeSpan.Zero, LearningTime.Of([Of("kmeans-pixels"), Of("hog-leiden")], data));
        Assert.Equal(TimeSpan.Zero, LearningTime.Of([], data));
    }

    [Fact]
    public void The_network_that_two_recipes_share_is_one_and_takes_time()
    {
        var data = Wardrobe.Load(trainCount: 600, testCount: 1);
        Recipe[] recipes = [RecipeCatalog.Create("contrastive-leiden", seed: 1, data), RecipeCatalog.Create("contrastive-heads", seed: 1, data)];
        Assert.Equal(recipes[0].Encoder(), recipes[1].Encoder());
        Assert.InRange(LearningTime.Of(recipes, data).TotalSeconds, 0.05, 3600);
    }

    [Fact]
    public void A_search_before_the_first_pass_is_in_the_time_and_grows_with_the_square_of_the_rows()
    {
        Assert.Equal([1, 4, 100], [NeighbourSearch.Growth(1024, 1024), NeighbourSearch.Growth(1024, 2048), NeighbourSearch.Growth(7000, 70_000)]);
        Assert.Equal(2 * NeighbourSearch.Growth(1000, NeighbourSearch.MostExactRows), NeighbourSearch.Growth(1000, 2 * NeighbourSearch.MostExactRows));
        var data = Wardrobe.Load(trainCount: 100, testCount: 1);
        IEncoder Of(string settings) => new RecipeText { Steps = $"contrastive:{settings}", Clusterer = "kmeans" }.Create(seed: 1, data, clusterCount: 3).Encoder()!;
        Assert.Equal(TimeSpan.Zero, Of("positives=views").TimeBefore(data.Train.Pixels, 70_000));
        Assert.True(Of("positives=neighbours").TimeBefore(data.Train.Pixels, 70_000) > TimeSpan.Zero);
    }

    [Theory]
    [InlineData(0, "1 second")]
    [InlineData(41.7, "42 seconds")]
    [InlineData(1020, "17 minutes")]
    public void A_time_is_told_in_whole_units(double seconds, string expected) => Assert.Equal(expected, LearningTime.InWords(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void More_effort_compares_what_learns_with_what_serves_such_data_as_a_rule()
    {
        var data = Wardrobe.Load(trainCount: 64, testCount: 1);
        Assert.Equal(["hog-leiden", "contrastive-leiden", "contrastive-heads"], DefaultRecipe.ToCompare(data, Effort.Thorough));
        Assert.DoesNotContain("conv-gmm", DefaultRecipe.ToCompare(data));
        Assert.Contains("conv-gmm", DefaultRecipe.ToCompare(data, Effort.Usual));
    }
}
