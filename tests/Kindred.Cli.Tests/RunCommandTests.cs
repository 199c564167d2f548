using System.Diagnostics;
using System.Text.Json;

namespace Kindred.Cli.Tests;

public class RunCommandTests
{
    [Fact]
    public void A_run_leaves_its_record_and_its_assignments()
    {
        using var folder = new TemporaryFolder();
        var (exit, output, error) = KindredProcess.Run("run", "--recipe", "kmeans-pixels", "--seed", "3", "--out", folder.Path);
        Assert.True(exit == 0, error);
        Assert.Contains("wardrobe", output, StringComparison.Ordinal);
        var run = Assert.Single(Directory.GetDirectories(folder.Path));
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json")));
        var root = record.RootElement;
        Assert.Equal("kmeans-pixels", root.GetProperty("recipe").GetString());
        Assert.Equal(3, root.GetProperty("seed").GetInt32());
        Assert.Equal("wardrobe", root.GetProperty("dataset").GetProperty("name").GetString());
        Assert.Equal(64, root.GetProperty("dataset").GetProperty("sha256").GetString()!.Length);
        foreach (var part in new[] { "train", "test" })
        {
            var scores = root.GetProperty("scores").GetProperty(part);
            foreach (var score in Scores)
                Assert.InRange(scores.GetProperty(score).GetDouble(), -1, 1);
            var counts = root.GetProperty("confusion").GetProperty(part).EnumerateArray().SelectMany(row => row.EnumerateArray());
            Assert.Equal(root.GetProperty("dataset").GetProperty(part).GetInt32(), counts.Sum(count => count.GetInt32()));
        }

        var rows = root.GetProperty("dataset").GetProperty("train").GetInt32() + root.GetProperty("dataset").GetProperty("test").GetInt32();
        var assignments = File.ReadAllLines(Path.Combine(run, "assignments.csv"));
        Assert.Equal("item,part,cluster,name,probability,distance,unusual,class", assignments[0]);
        Assert.Equal(rows + 1, assignments.Length);
    }

    [Fact]
    public void A_second_run_leaves_the_first_one_as_it_was()
    {
        using var folder = new TemporaryFolder();
        KindredProcess.Run("run", Table(folder), "--recipe", "kmeans-pixels", "--out", folder.Path);
        var first = Assert.Single(Directory.GetDirectories(folder.Path));
        var before = File.ReadAllText(Path.Combine(first, "run.json"));
        KindredProcess.Run("run", Table(folder), "--recipe", "kmeans-pixels", "--out", folder.Path);
        Assert.Equal(2, Directory.GetDirectories(folder.Path).Length);
        Assert.Equal(before, File.ReadAllText(Path.Combine(first, "run.json")));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void The_same_seed_gives_the_same_assignments_for_any_number_of_threads()
    {
        using var folder = new TemporaryFolder();
        var files = new[] { "1", "2", "4" }.Select(threads =>
        {
            var target = Path.Combine(folder.Path, threads);
            KindredProcess.Run("run", "--recipe", "kmeans-pixels", "--threads", threads, "--out", target);
            return File.ReadAllText(Path.Combine(Assert.Single(Directory.GetDirectories(target)), "assignments.csv"));
        }).Distinct();
        Assert.Single(files);
    }

    [Theory]
    [InlineData("run", "--recipe", "no-such-recipe")]
    [InlineData("run", "no-such-data")]
    [InlineData("run", "--seeds", "0")]
    [InlineData("run", "--seeds", "many")]
    [InlineData("run", "--threads", "0")]
    [InlineData("no-such-command")]
    [InlineData("datasets", "get", "no-such-data")]
    public void The_callers_fault_is_one_sentence_and_exit_code_2(params string[] arguments)
    {
        var (exit, _, error) = KindredProcess.Run(arguments);
        Assert.Equal(2, exit);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("kindred: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_file_is_named()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("broken.csv", "1,2,3\n4,5\n");
        var (exit, _, error) = KindredProcess.Run("run", file);
        Assert.Equal(2, exit);
        Assert.Contains("broken.csv", error, StringComparison.Ordinal);
        Assert.Contains("line 2", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupt_stops_within_a_second_with_exit_code_130()
    {
        using var folder = new TemporaryFolder();
        using var process = KindredProcess.Start("run", "--recipe", "kmeans-pixels", "--seeds", "1000", "--out", folder.Path);
        process.StandardError.ReadLine();  // it is at work
        var started = Stopwatch.GetTimestamp();
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.Equal(130, process.ExitCode);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(2), $"It took {Stopwatch.GetElapsedTime(started)}.");
        Assert.Empty(Directory.GetDirectories(folder.Path, "*.partial"));
    }

    [Fact]
    public void Help_names_the_commands()
    {
        var (exit, output, _) = KindredProcess.Run("--help");
        Assert.Equal(0, exit);
        foreach (var command in new[] { "run", "datasets", "bench" })
            Assert.Contains(command, output, StringComparison.Ordinal);
    }

    private static readonly string[] Scores =
    [
        "accuracy", "majorityVoteAccuracy", "normalizedMutualInformation", "adjustedMutualInformation",
        "adjustedRandIndex", "homogeneity", "completeness", "vMeasure",
    ];

    /// <summary>Forty rows of three numbers around ten places, without classes.</summary>
    private static string Table(TemporaryFolder folder) => folder.Write(
        "table.csv", string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 10},{(i % 10) * 2},{i / 10}\n")));
}
