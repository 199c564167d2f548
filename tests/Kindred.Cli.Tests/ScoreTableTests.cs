using Kindred.Clustering;
using Kindred.Runs;

namespace Kindred.Cli.Tests;

/// <summary>The console's table of runs.</summary>
public sealed class ScoreTableTests
{
    [Fact]
    public void Where_rows_are_in_no_cluster_both_scores_are_told_as_in_the_record()
    {
        using var folder = new TemporaryFolder();
        var rows = Enumerable.Range(0, 300).Select(i => i % 10 == 0 ? $"{i % 3},{(i * 37 % 41) - 20},{(i * 53 % 43) - 20}" : $"{i % 3},{(i % 3 * 90) + (i % 7 * 0.1)},{i % 11 * 0.1}");
        var table = folder.Write("t.csv", "k,x,y\n" + string.Join('\n', rows) + "\n");
        var (exit, output, error) = KindredProcess.Run("run", table, "--label-column", "k", "--clusterer", "hdbscan", "--out", Path.Combine(folder.Path, "runs"));
        Assert.True(exit == 0, error);
        var run = RunFolder.ReadWhole(Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, "runs"))));

        Assert.Contains(Membership.NoCluster, run.Clusters.Train!.Clusters);
        var both = run.Record.ScoresWithNoise!.Train!;
        var lines = output.Split('\n');
        Assert.Contains(both.AllRows.Accuracy.ToString("0.0000", null), Assert.Single(lines, line => line.Contains("train, all rows", StringComparison.Ordinal)), StringComparison.Ordinal);
        var clustered = Assert.Single(lines, line => line.Contains("train, clustered rows (", StringComparison.Ordinal));
        Assert.Contains(both.Clustered!.Accuracy.ToString("0.0000", null), clustered, StringComparison.Ordinal);
        Assert.Contains(both.Covered.ToString("0%", null), clustered, StringComparison.Ordinal);
    }
}
