using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Encoding.Views;
using Kindred.Features;
using Kindred.Numerics;
using Kindred.Recipes;
using Kindred.Tests.Encoding;

namespace Kindred.Tests.Recipes;

/// <summary>Views that are chosen without labels.</summary>
[Collection(OneAtATime.Name)]
public sealed class ViewChoiceTests
{
    private static readonly ImageShape Shape = new(12, 12, 1);

    private static readonly ContrastiveEncoder Open = new()
    {
        Architecture = new ContrastiveArchitecture { Shape = Shape, Channels = [8, 16], CodeLength = 16, Projection = [8] },
        Candidates = [new NamedViews("middle", ViewSettings.Middle), new NamedViews("none", new ViewSettings()), new NamedViews("upright", ViewSettings.Upright)],
        Positives = new NeighbourPositives { Features = new OrientationHistograms { Shape = Shape }, Count = 5 },
        Seed = 4,
    };

    private static readonly ViewChoice Short = new() { Passes = 4, MostRows = 200 };

    private static ImageSet Pictures(int count) => new(MadeImages.Of("dark", count, 12, 3), Shape);

    [Fact]
    public void The_highest_score_is_chosen_whatever_the_threads_and_all_are_told()
    {
        ChosenViews? first = null;
        var before = Parallelism.Threads;
        try
        {
            foreach (var threads in (int[])[1, 2, 4])
            {
                Parallelism.Threads = threads;
                var chosen = Short.Of(Open, Pictures(240));
                Assert.Equal(first ??= chosen, chosen);
            }
        }
        finally
        {
            Parallelism.Threads = before;
        }

        Assert.Equal(Open.Candidates, [.. first!.Judged.Select(judged => judged.Candidate)]);
        Assert.Equal(first.Judged.Max(judged => judged.Score), first.Best.Score);
        Assert.All(first.Judged, judged => Assert.All([judged.ComesAgain, judged.Agrees, judged.KeepsTogether], value => Assert.InRange(value, -0.5, 1)));
        Assert.StartsWith($"Views: {first.Best.Candidate.Name}, of middle ", first.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoder_that_learned_nothing_scores_nothing_and_does_not_count_for_others()
    {
        var chosen = Short.Of(Open with { LearningRate = 1e-12, Candidates = [Open.Candidates[0], Open.Candidates[2]] }, Pictures(64));  // where views are all alike there was nothing to learn
        Assert.All(chosen.Judged, judged => Assert.Equal(0, judged.Score));
        Assert.Equal("middle", chosen.Best.Candidate.Name);
    }

    [Fact]
    public void Of_few_rows_nothing_is_told_and_the_first_is_taken_at_once()
    {
        Assert.Equal("middle", new ViewChoice().Of(Open, Pictures(31)).Best.Candidate.Name);
        Assert.Equal(0, new ViewChoice().RowsSeen(3, 31));
        Assert.Equal(3 * 2 * 20 * 3000, new ViewChoice().RowsSeen(3, 70_000));
        Assert.Equal(0, new ViewChoice().RowsSeen(0, 70_000));
        Assert.Throws<ArgumentException>(() => new ViewChoice().Of(Open with { Candidates = [] }, Pictures(40)));
    }

    [Fact]
    public void An_encoder_whose_views_are_open_is_not_fitted() =>
        Assert.Contains("middle, none, upright", Assert.Throws<InvalidOperationException>(() => Open.Fit(Pictures(40).Pixels)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_recipe_chooses_first_then_trains_what_it_would_by_that_name_and_says_so()
    {
        var data = Wardrobe.Load(trainCount: 64, testCount: 1);
        Recipe Of(string views) => new RecipeText { Steps = $"contrastive:epochs=1:batch=16:width=4:views={views}", Clusterer = "kmeans" }.Create(seed: 5, data, clusterCount: 3);
        var encoders = new EncoderCache();
        var run = Of("choose").Run(data, encoders);
        var said = Assert.Single(run.Record.Warnings, warning => warning.StartsWith("Views: ", StringComparison.Ordinal));
        var stages = run.Record.Stages.Select(stage => stage.Name).ToArray();
        Assert.True(Array.IndexOf(stages, "choice of views") < Array.IndexOf(stages, "contrastive encoder"));
        var named = Of(said["Views: ".Length..said.IndexOf(',', StringComparison.Ordinal)]).Run(data, encoders);
        Assert.Contains(named.Record.Stages, stage => stage is { Name: "contrastive encoder", Shared: true });
        Assert.Equal(run.Clusters.Train!.Clusters, named.Clusters.Train!.Clusters);
    }
}
