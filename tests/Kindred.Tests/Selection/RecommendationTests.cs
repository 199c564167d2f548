using Kindred.Datasets;
using Kindred.Evaluation;
using Kindred.Numerics;
using Kindred.Runs;
using Kindred.Selection;
using Kindred.Tests.Clustering;
using Kindred.Tests.Recipes;

namespace Kindred.Tests.Selection;

/// <summary>The rule of docs/decisions/0037.</summary>
public sealed class RecommendationTests
{
    [Fact]
    public void The_mean_of_stability_agreement_and_connectedness_decides()
    {
        int[] one = [0, 0, 1, 1, 2, 2], other = [0, 1, 0, 1, 0, 1];
        var chosen = Recommendation.Of([Run(other, 0.9, 0.9), Run(one, 0.7, 0.8), Run(one, 0.8, 0.8)]);
        var between = Agreement.Of(one, other);
        Assert.Equal(2, chosen.Best);
        Assert.Equal(between, chosen.Runs[0].Agreement!.Value, 12);
        Assert.Equal((1 + between) / 2, chosen.Runs[2].Agreement!.Value, 12);
        Assert.Equal((0.8 + 0.8 + ((1 + between) / 2)) / 3, chosen.Runs[2].Score, 12);
    }

    [Fact]
    public void What_cannot_be_told_counts_nothing_and_of_equals_the_first_is_taken()
    {
        int[] one = [0, 0, 1, 1];
        var chosen = Recommendation.Of([Run(one, null, 0.5), Run(one, null, 0.5)]);
        Assert.Equal(0, chosen.Best);
        Assert.Equal(0.5, chosen.Runs[0].Score, 12);
        Assert.False(chosen.IsWeak);
        Assert.True(Recommendation.Of([Run(one, 0.2, 0.5), Run([0, 1, 0, 1], null, null)]).IsWeak);
        Assert.Contains("not", Recommendation.Of([Run(one, 0.2, 0.2)]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_recipes_run_on_one_number_of_clusters_and_the_classes_change_nothing()
    {
        var (x, truth) = Blobs.Draw(groups: 3, rowsEach: 60, columns: 4);
        var bare = new Dataset("blobs", "0", new ImageSet(x, ImageShape.OfTable(4)), null, []);
        var known = bare with { Train = new ImageSet(x, ImageShape.OfTable(4), truth), ClassNames = ["a", "b", "c"] };
        var recipes = DefaultRecipe.ToCompare(bare);
        Assert.Equal(DefaultRecipe.For(bare).Name, recipes[0]);
        Assert.True(recipes.Count > 2);
        var runs = new AutoClustering().RunAll(recipes, bare);
        Assert.All(runs, run => Assert.Equal(3, run.ClusterCount));
        Assert.Equal(Recommendation.Of(runs).Best, Recommendation.Of(new AutoClustering().RunAll(recipes, known)).Best);
    }

    private static Run Run(int[] clusters, double? stability, double? connectedness)
    {
        var x = new Matrix(clusters.Length, 1, Enumerable.Range(0, clusters.Length).Select(i => (float)i).ToArray());
        var run = QuickRecipes.KMeans(clusters: 2).Run(new Dataset("rows", "0", new ImageSet(x, ImageShape.OfTable(1)), null, []));
        return run with
        {
            Record = run.Record with { Trust = new Trust(clusters.Length, null, stability, null, string.Empty, connectedness, []) },
            Clusters = run.Clusters.Select(part => part with { Clusters = clusters }),
        };
    }
}
