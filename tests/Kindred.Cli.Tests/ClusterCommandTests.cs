using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Kindred.Datasets.Images;
using Kindred.Evaluation;
using Kindred.Runs;

namespace Kindred.Cli.Tests;

/// <summary><c>kindred cluster</c> as a new user meets it.</summary>
public class ClusterCommandTests
{
    private static readonly string[] Files = ["assignments.csv", "near-duplicates.csv", "outliers.csv", "report.html", "run.json"];

    [Fact]
    public void A_folder_of_mixed_photographs_becomes_groups_a_report_and_copies()
    {
        using var folder = new TemporaryFolder();
        var (photos, sorted) = (Path.Combine(folder.Path, "my photos"), Path.Combine(folder.Path, "sorted"));
        var kinds = MixedPhotographs.Write(photos);
        var before = Contents(photos);
        var (exit, output, error) = KindredProcess.Run("cluster", photos, "-k", "3", "--copy-into", sorted, "--out", Path.Combine(folder.Path, "runs"));
        Assert.True(exit == 0, error);
        Assert.Contains("42 colour images of 32x32", output, StringComparison.Ordinal);
        Assert.Contains("several sizes", output, StringComparison.Ordinal);
        Assert.Contains("damaged.png: ", output, StringComparison.Ordinal);
        Assert.Contains("Left alone: 1 file", output, StringComparison.Ordinal);
        Assert.Contains("report.html", output, StringComparison.Ordinal);
        Assert.Equal(before, Contents(photos));

        var run = Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, "runs")));
        Assert.All(Files, file => Assert.True(File.Exists(Path.Combine(run, file)), file));
        var groups = RunFolder.ReadWhole(run).Clusters.Train!;
        Assert.Equal(kinds.Keys.Order(StringComparer.Ordinal), groups.Names);
        Assert.Equal(1, Scores.Compare([.. groups.Names!.Select(name => kinds[name])], groups.Clusters).AdjustedRandIndex);
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json")));
        var skipped = Assert.Single(record.RootElement.GetProperty("input").GetProperty("skipped").EnumerateArray());
        Assert.Equal("damaged.png", skipped.GetProperty("path").GetString());
        Assert.Contains("cut short", skipped.GetProperty("reason").GetString(), StringComparison.Ordinal);

        var copies = Directory.GetDirectories(sorted).Order(StringComparer.Ordinal).Select(Directory.GetFiles).ToArray();
        Assert.Equal(3, copies.Length);
        Assert.All(copies, files => Assert.Equal(MixedPhotographs.PerKind, files.Length));
        var originals = kinds.Keys.Select(name => Convert.ToHexString(File.ReadAllBytes(Path.Combine(photos, name)))).Order(StringComparer.Ordinal);
        Assert.Equal(originals, copies.SelectMany(files => files).Select(file => Convert.ToHexString(File.ReadAllBytes(file))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Several_recipes_are_compared_without_classes_and_one_is_recommended()
    {
        using var folder = new TemporaryFolder();
        var (photos, runs) = (Path.Combine(folder.Path, "photos"), Path.Combine(folder.Path, "runs"));
        MixedPhotographs.Write(photos);
        var (exit, output, error) = KindredProcess.Run("cluster", photos, "-k", "3", "--recipe", "hog-leiden,kmeans-pixels", "--out", runs);
        Assert.True(exit == 0, error);
        Assert.Contains("agrees with the others", output, StringComparison.Ordinal);
        Assert.Matches("Recommended: (hog-leiden|kmeans-pixels); it comes again", output);
        var compared = Path.Combine(runs, "compare-photos");
        Assert.True(File.Exists(Path.Combine(compared, "report.html")));
        Assert.Equal(2, Directory.GetDirectories(compared).Length);
        Assert.Equal(2, KindredProcess.Run("cluster", photos, "--compare", "--copy-into", Path.Combine(folder.Path, "sorted"), "--out", runs).ExitCode);
    }

    [Fact]
    public void The_report_is_drawn_again_from_the_folder_and_the_images()
    {
        using var folder = new TemporaryFolder();
        MixedPhotographs.Write(Path.Combine(folder.Path, "photos"));
        var (exit, _, error) = KindredProcess.Run("cluster", Path.Combine(folder.Path, "photos"), "-k", "3", "--grey", "--size", "20x24", "--out", folder.Path + "/runs");
        Assert.True(exit == 0, error);
        var run = Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, "runs")));
        var report = Path.Combine(run, "report.html");
        var first = File.ReadAllText(report);
        File.Delete(report);
        Assert.Equal(0, KindredProcess.Run("report", run).ExitCode);
        Assert.Equal(first, File.ReadAllText(report));
    }

    [Fact]
    public void A_damaged_picture_is_an_error_where_that_is_asked()
    {
        using var folder = new TemporaryFolder();
        MixedPhotographs.Write(folder.Path);
        AssertRefused("damaged.png", "cluster", folder.Path, "-k", "3", "--strict", "--out", folder.Path + "-runs");
        Assert.False(Directory.Exists(folder.Path + "-runs"));
    }

    [Fact]
    public void Folders_can_be_classes_for_the_scores()
    {
        using var folder = new TemporaryFolder();
        for (var i = 0; i < 40; i++)
        {
            var isLying = i % 2 == 0;
            var place = Path.Combine(folder.Path, "in", isLying ? "lying" : "standing");
            Directory.CreateDirectory(place);
            PngFile.Write(Path.Combine(place, $"{i}.png"), new Picture(8, 8, 1, Enumerable.Range(0, 64)
                .Select(j => (byte)((((isLying ? j / 8 : j % 8) / 2 % 2) * 180) + ((i + (j * 7)) % 40))).ToArray()));  // stripes of two pixels
        }

        var (exit, output, error) = KindredProcess.Run("cluster", Path.Combine(folder.Path, "in"), "-k", "2", "--labels-from-folders", "--out", Path.Combine(folder.Path, "out"));
        Assert.True(exit == 0, error);
        Assert.Contains("1.0000", output, StringComparison.Ordinal);
        var run = RunFolder.ReadWhole(Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, "out"))));
        Assert.Equal(["lying", "standing"], run.Record.Dataset.ClassNames);
    }

    [Theory]
    [InlineData("-INT", 0.1)]
    [InlineData("-TERM", 0.5)]
    [InlineData("-KILL", 0.1)]
    [InlineData("-KILL", 0.7)]
    public void A_comparison_that_is_ended_leaves_nothing_under_a_name_of_its_own(string signal, double seconds)
    {
        using var folder = new TemporaryFolder();
        var (table, runs) = (Table(folder), Path.Combine(folder.Path, "runs"));
        using var process = KindredProcess.Start("cluster", table, "--compare", "--id-column", "name", "--label-column", "kind", "--out", runs);
        _ = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(runs) || process.HasExited, TimeSpan.FromMinutes(2)));
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)));

        var named = Directory.GetFileSystemEntries(runs).Where(path => !Path.GetFileName(path).StartsWith('.')).ToList();
        Assert.All(named, path => Assert.True(File.Exists(Path.Combine(path, "report.html")), $"{path} has no page."));
    }

    [Fact]
    public void A_table_in_any_units_is_counted_grouped_and_keeps_its_ids()
    {
        using var folder = new TemporaryFolder();
        var (exit, output, error) = KindredProcess.Run("cluster", Table(folder), "--id-column", "name", "--label-column", "kind", "--out", Path.Combine(folder.Path, "out"));
        Assert.True(exit == 0, error);
        Assert.Contains("3 clusters have the lowest BIC", output, StringComparison.Ordinal);
        var run = RunFolder.ReadWhole(Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, "out"))));
        Assert.Equal(1, run.Record.Scores.Train!.Accuracy);
        Assert.Equal("plant 7, left", run.Clusters.Train!.Names![7]);
        Assert.Equal(3, run.Record.ClusterCountEstimate!.Chosen);
    }

    [Fact]
    public void What_cannot_be_done_is_one_sentence_before_any_work()
    {
        using var folder = new TemporaryFolder();
        var table = Table(folder);
        AssertRefused("is a table", "cluster", table, "-k", "2", "--id-column", "name", "--label-column", "kind", "--copy-into", Path.Combine(folder.Path, "copies"));
        AssertRefused("-k", "cluster", table, "-k", "0");
        AssertRefused("no recipe", "cluster", table, "--recipe", "magic");
        AssertRefused("no column 'nome'", "cluster", table, "--id-column", "nome");
        MixedPhotographs.Write(Path.Combine(folder.Path, "photos"));
        AssertRefused("not empty", "cluster", Path.Combine(folder.Path, "photos"), "--copy-into", folder.Path);
        AssertRefused("--grey and --rgb", "cluster", Path.Combine(folder.Path, "photos"), "--grey", "--rgb");
        AssertRefused("--size 0x4", "cluster", Path.Combine(folder.Path, "photos"), "--size", "0x4");
        AssertRefused("at least 100", "cluster", Path.Combine(folder.Path, "photos"), "-k", "100");
    }

    private static void AssertRefused(string reason, params string[] arguments)
    {
        var (exit, _, error) = KindredProcess.Run(arguments);
        Assert.Equal(2, exit);
        var line = error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        Assert.StartsWith("kindred: ", line, StringComparison.Ordinal);
        Assert.Contains(reason, line, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Plants of three kinds, told by their height in millimetres, their weight in tonnes and a share.</summary>
    private static string Table(TemporaryFolder folder)
    {
        var rng = new Numerics.Rng(6);
        var lines = Enumerable.Range(0, 240).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"\"plant {i}, left\",{(900 * (i % 3)) + (60 * rng.NextNormal())},{(i % 3 == 1 ? 5e-6 : 1e-6) + (2e-7 * rng.NextNormal())},{rng.NextDouble()},{"abc"[i % 3]}"));
        return folder.Write("plants.csv", "name,height,weight,share,kind\n" + string.Join('\n', lines) + "\n");
    }

    private static List<(string Path, string Content)> Contents(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => (path, Convert.ToHexString(File.ReadAllBytes(path))))];
}
