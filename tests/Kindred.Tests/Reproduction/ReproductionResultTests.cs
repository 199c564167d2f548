using System.Text.Json;
using Kindred.Datasets;
using Kindred.Evaluation;
using Kindred.Recipes;
using Kindred.Reproduction;
using Kindred.Runs;
using Kindred.Tests.Evaluation;

namespace Kindred.Tests.Reproduction;

public class ReproductionResultTests
{
    [Theory]
    [InlineData(new[] { 3.0 }, 3, 3, 3)]
    [InlineData(new[] { 5.0, 1.0, 2.0 }, 2, 1, 5)]
    [InlineData(new[] { 4.0, 1.0, 2.0, 8.0 }, 3, 1, 8)]
    public void The_median_is_in_the_middle(double[] values, double median, double lowest, double highest) =>
        Assert.Equal(new Spread(median, lowest, highest), Spread.Of(values));

    [Fact]
    public void A_published_figure_stands_beside_our_median_of_the_same_score_on_the_same_part()
    {
        // R1's own matrix as our run: its majority vote is what R1 published, so the difference is nothing
        var result = new ReproductionResult([.. Enumerable.Range(1, 3).Select(seed => Record("dense-gmm", (ulong)seed, FashionMnist.Sha256))]);
        var row = Assert.Single(result.Compared);
        Assert.Equal(("dense-gmm", "train", 0.60795), (row.Published.Recipe, row.Published.Part, row.Published.Value));
        Assert.Equal(0, row.Difference, 1e-12);
        var scores = Assert.Single(result.Literature);
        Assert.Equal(0.580591, scores.NormalizedMutualInformation.Median, 1e-6);
    }

    [Fact]
    public void Published_figures_stand_beside_the_real_data_only() =>
        Assert.Empty(new ReproductionResult([Record("dense-gmm", 1, new string('0', 64))]).Compared);

    [Fact]
    public void Every_published_figure_is_of_a_recipe_there_is() =>
        Assert.All(PublishedResults.All, figure => RecipeCatalog.Require(figure.Recipe));

    [Fact]
    public void The_files_tell_what_was_found()
    {
        var folder = Directory.CreateTempSubdirectory("kindred-").FullName;
        try
        {
            new ReproductionResult([Record("dense-gmm", 1, FashionMnist.Sha256)]).Save(folder);
            var text = File.ReadAllText(Path.Combine(folder, "reproduction.md"));
            Assert.Contains("| R1, dense autoencoder | `dense-gmm` | majority vote, 60,000 training images | 60.795 | 60.80 | – | 0.00 |", text, StringComparison.Ordinal);
            Assert.Contains("| `dense-gmm` | train | 60.80 | – | 58.06 | – |", text, StringComparison.Ordinal);
            using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "reproduction.json")));
            var row = json.RootElement.GetProperty("compared")[0];
            Assert.Equal(0.60795, row.GetProperty("published").GetProperty("value").GetDouble());
            Assert.Equal(0.60795, row.GetProperty("measured").GetProperty("median").GetDouble(), 1e-12);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(0.0234, "+2.34")]
    [InlineData(-0.0101, "−1.01")]
    [InlineData(0, "0.00")]
    public void A_difference_has_its_sign(double difference, string expected) =>
        Assert.Equal(expected, ReproductionMarkdown.Difference(difference));

    private static RunRecord Record(string recipe, ulong seed, string sha256)
    {
        var table = PublishedTables.AutoencoderMixture;
        return new RunRecord
        {
            Recipe = recipe,
            Seed = seed,
            Threads = 2,
            Version = "0.1.0",
            Processor = "a processor",
            Dataset = new DatasetSummary("fashion-mnist", sha256, "28x28", 60_000, 0, 10_000, null, FashionMnist.ClassNames),
            Settings = "MixtureOnCodes { }",
            Stages = [new Stage("mixture", 30)],
            Scores = new Parts<Scores>(Scores.Of(table), null, null),
            Confusion = new Parts<long[][]>(table.ToRows(), null, null),
        };
    }
}
