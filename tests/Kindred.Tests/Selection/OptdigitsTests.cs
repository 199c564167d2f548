using Kindred.Datasets;
using Kindred.Selection;

namespace Kindred.Tests.Selection;

/// <summary>The default recipe on real digits, 8 x 8; passed over where KINDRED_DATA has no folder optdigits.</summary>
[Trait("Category", "Slow")]
public sealed class OptdigitsTests
{
    private static string Folder => Path.Combine(Environment.GetEnvironmentVariable("KINDRED_DATA") ?? string.Empty, "optdigits");

    [OptdigitsTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Ten_clusters_meet_four_of_five_digits_whatever_the_seed(ulong seed)
    {
        var data = DatasetCatalog.Open(Folder);
        var run = new AutoClustering { ClusterCount = 10, Seed = seed }.Run(data);
        Assert.True(run.Record.Scores.Train!.Accuracy >= 0.80, $"{run.Record.Scores.Train}");
        Assert.True(run.Record.Scores.Test!.Accuracy >= 0.80, $"{run.Record.Scores.Test}");
    }

    [OptdigitsTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Unknown_their_number_is_estimated_with_its_evidence(ulong seed)
    {
        var range = new AutoClustering { Seed = seed }.Run(DatasetCatalog.Open(Folder)).Record.ClusterCountRange!;
        Assert.InRange(range.Count, 9, 11);
        Assert.InRange(10, range.Lowest, range.Highest);
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class OptdigitsTheoryAttribute : TheoryAttribute
    {
        public OptdigitsTheoryAttribute()
        {
            if (!Directory.Exists(Folder))
                Skip = "KINDRED_DATA names no folder that has optdigits.";
        }
    }
}
