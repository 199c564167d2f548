using System.Text.Json.Nodes;
using Kindred.Runs;

namespace Kindred.Cli.Tests;

/// <summary>From an unsorted folder through decisions to named folders, a table and a model that agree.</summary>
public sealed class ApplyCommandTests
{
    internal static string Fixture(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Kindred.slnx")))
            folder = folder.Parent ?? throw new FileNotFoundException("The tests run outside the repository, so the fixtures are not to be found.");
        return Path.Combine([folder.FullName, "tests", "fixtures", .. parts]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("first.onnx")]
    public void Decisions_become_named_folders_a_table_and_a_model_that_agree(string? network)
    {
        // at first somebody says how pictures are prepared for the network; afterwards the model does
        string[] preparation = network is null ? [] : ["--encoder-preset", "resnet"];
        string[] encoder = network is null ? [] : ["--encoder", Fixture("onnx", network), "--no-encoder-cache"];
        using var folder = new TemporaryFolder();
        var (photos, sorted, model) = (Path.Combine(folder.Path, "photos"), Path.Combine(folder.Path, "sorted"), Path.Combine(folder.Path, "curated.kindred"));
        MixedPhotographs.Write(photos);
        var (exit, _, error) = KindredProcess.Run(["cluster", photos, "-k", "3", "--out", Path.Combine(folder.Path, "runs"), .. encoder, .. preparation]);
        Assert.True(exit == 0, error);
        var saved = Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, "runs")));
        var run = RunFolder.ReadWhole(saved);
        var found = run.Clusters.Train!;
        var moved = found.Names![Array.IndexOf(found.Clusters, 0)];
        var decisions = Path.Combine(folder.Path, "decisions.json");
        File.WriteAllText(decisions, new JsonObject
        {
            ["format"] = "kindred-decisions",
            ["version"] = 1,
            ["run"] = new JsonObject { ["sha256"] = run.Record.Dataset.Sha256, ["recipe"] = run.Record.Recipe, ["seed"] = "1" },
            ["decisions"] = new JsonArray(
                new JsonObject { ["do"] = "merge", ["groups"] = new JsonArray(1, 2) },
                new JsonObject { ["do"] = "rename", ["group"] = 1, ["name"] = "sun / sea" },
                new JsonObject { ["do"] = "move", ["items"] = new JsonArray(new JsonObject { ["part"] = "train", ["item"] = moved }), ["to"] = "new" },
                new JsonObject { ["do"] = "rename", ["group"] = 3, ["name"] = "Odd" }),
        }.ToJsonString());

        (exit, var output, error) = KindredProcess.Run(["apply", saved, decisions, "--into", sorted, "--model", model, .. encoder]);
        Assert.True(exit == 0, error);
        Assert.Contains("sun / sea", output, StringComparison.Ordinal);
        var expected = found.Names.Select((name, row) => (Name: name, Group: name == moved ? "Odd" : found.Clusters[row] == 0 ? "Cluster 0" : "sun / sea")).ToArray();
        Assert.Equal(["Cluster 0", "Odd", "sun _ sea"], Directory.GetDirectories(sorted).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var group in expected.GroupBy(item => item.Group))
            Assert.Equal(group.Count(), Directory.GetFiles(Path.Combine(sorted, group.Key.Replace('/', '_'))).Length);
        Assert.Equal(expected.Select(item => $"{item.Name},{item.Group}"), Named(Path.Combine(saved, "curated-assignments.csv")));

        var copies = Path.Combine(folder.Path, "copies");
        (exit, _, error) = KindredProcess.Run(["assign", model, photos, "--out", Path.Combine(folder.Path, "assigned"), "--copy-into", copies, .. encoder]);
        Assert.True(exit == 0, error);
        Assert.Equal(expected.Select(item => $"{item.Name},{item.Group}"), Named(Path.Combine(folder.Path, "assigned", "assignments.csv")));
        Assert.Equal(["Cluster 0", "Odd", "sun _ sea"], Directory.GetDirectories(copies).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Decisions_about_another_run_change_nothing_and_say_so()
    {
        using var folder = new TemporaryFolder();
        var photos = Path.Combine(folder.Path, "photos");
        MixedPhotographs.Write(photos);
        Assert.Equal(0, KindredProcess.Run("cluster", photos, "-k", "3", "--out", Path.Combine(folder.Path, "runs")).ExitCode);
        var saved = Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, "runs")));
        var decisions = Path.Combine(folder.Path, "decisions.json");
        File.WriteAllText(decisions, """{"format":"kindred-decisions","version":1,"run":{"sha256":"00","recipe":"hog-leiden","seed":"1"},"decisions":[]}""");
        var (exit, _, error) = KindredProcess.Run("apply", saved, decisions, "--into", Path.Combine(folder.Path, "sorted"));
        Assert.Equal(2, exit);
        Assert.Contains("are about a run of hog-leiden", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "sorted")));
        Assert.False(File.Exists(Path.Combine(saved, "curated-assignments.csv")));
    }

    // item and name of every line; items with commas stand in quotes
    private static IEnumerable<string> Named(string path) => File.ReadAllLines(path).Skip(1).Select(line =>
    {
        var end = line.StartsWith('"') ? line.IndexOf("\",", StringComparison.Ordinal) : line.IndexOf(',', StringComparison.Ordinal) - 1;
        return $"{line[..(end + 1)].Trim('"')},{line[(end + 2)..].Split(',')[2]}";
    });
}
