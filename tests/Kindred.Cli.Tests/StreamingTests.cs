using System.Text.Json;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Cli.Tests;

/// <summary>More data than <c>--memory</c>: the same groups, in that memory, and what was not seen whole is said.</summary>
public sealed class StreamingTests
{
    [Fact]
    public void A_file_of_many_times_the_memory_is_clustered_in_it()
    {
        using var folder = new TemporaryFolder();
        var values = new byte[60_000_000];
        for (var i = 0; i < values.Length; i++)
            values[i] = (byte)((i / 1000 % 5 * 40) + (i * 2654435761L >> 20 & 31));
        var path = Path.Combine(folder.Path, "rows.idx");
        IdxFile.Write(path, [60_000, 1000], values);
        // the heap ends at 80 MB, where the process is not to go; the rows as floats take 240 MB
        var heap = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x5000000" };
        var (exit, output, error) = KindredProcess.Run(heap, "cluster", path, "-k", "5", "--clusterer", "kmeans:restarts=2", "--memory", "16MB", "--out", Path.Combine(folder.Path, "runs"));
        Assert.True(exit == 0, error);
        Assert.Contains("streamed through 8 MB of memory", output, StringComparison.Ordinal);
        var run = Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, "runs")));
        var clusters = File.ReadLines(Path.Combine(run, "assignments.csv")).Skip(1).Select(line => line.Split(',')[2]).ToArray();
        Assert.Equal(60_000, clusters.Length);
        for (var i = 5; i < clusters.Length; i++)
            Assert.Equal(clusters[i % 5], clusters[i]);
        Assert.Equal(5, clusters.Take(5).Distinct().Count());
    }

    [Fact]
    public void A_folder_of_pictures_is_decoded_as_it_comes_and_gives_the_groups_of_memory()
    {
        using var folder = new TemporaryFolder();
        var photos = Path.Combine(folder.Path, "photos");
        MixedPhotographs.Write(photos);
        string[] Clusters(string name, params string[] more)
        {
            var (exit, _, error) = KindredProcess.Run(["cluster", photos, "-k", "3", "--recipe", "kmeans-pixels", "--size", "32x32", "--out", Path.Combine(folder.Path, name), .. more]);
            Assert.True(exit == 0, error);
            return File.ReadAllLines(Path.Combine(Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, name))), "assignments.csv"));
        }

        Assert.Equal(Clusters("memory"), Clusters("streamed", "--memory", "100KB"));
    }

    [Fact]
    public void A_table_of_text_that_memory_does_not_hold_gives_the_groups_of_memory()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("table.csv", "name,a,b,c,kind\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"item {i},{(i % 3 * 50) + (i % 7)},{i * 7 % 13},{(i % 3 * 9) - (i % 4)},{i % 3}\n")));
        string[] Lines(string name, params string[] more)
        {
            var (exit, output, error) = KindredProcess.Run(["cluster", path, "-k", "3", "--id-column", "name", "--label-column", "kind", "--clusterer", "kmeans:restarts=2", "--out", Path.Combine(folder.Path, name), .. more]);
            Assert.True(exit == 0, error);
            Assert.Equal(more.Length > 0, (output + error).Contains("streamed through", StringComparison.Ordinal));
            return File.ReadAllLines(Path.Combine(Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, name))), "assignments.csv"));
        }

        var whole = Lines("memory");
        Assert.Equal(whole, Lines("streamed", "--memory", "500KB"));
        var model = Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, "streamed")));
        var (code, _, problem) = KindredProcess.Run("assign", model, path, "--memory", "500KB", "--out", Path.Combine(folder.Path, "assigned"));
        Assert.True(code == 0, problem);
        Assert.Equal(whole.Select(line => line.Split(',')[2]), File.ReadLines(Path.Combine(folder.Path, "assigned", "assignments.csv")).Select(line => line.Split(',')[2]));
    }

    [Fact]
    public void What_compares_rows_sees_a_sample_which_output_and_record_say()
    {
        using var folder = new TemporaryFolder();
        var rows = Wardrobe.Load(trainCount: 3000, testCount: 1).Train.Bytes!;
        var path = Path.Combine(folder.Path, "images.idx");
        IdxFile.Write(path, [3000, 28, 28], rows.Values.ToArray());
        var (exit, output, error) = KindredProcess.Run("check", path, "--memory", "10MB");
        Assert.True(exit == 0, error);
        Assert.Contains("3,000 rows, in passes.", output, StringComparison.Ordinal);
        var rule = Assert.Single(output.Split('\n'), line => line.StartsWith("Sample: ", StringComparison.Ordinal));
        Assert.Contains("Leiden: would learn from ", output, StringComparison.Ordinal);
        (exit, output, error) = KindredProcess.Run("cluster", path, "-k", "4", "--memory", "10MB", "--out", Path.Combine(folder.Path, "runs"));
        Assert.True(exit == 0, error);
        Assert.Contains(rule, output, StringComparison.Ordinal);  // as foretold
        Assert.Contains("Leiden learns from rows that lie in memory. All rows then go where the model of the sample puts them.", output, StringComparison.Ordinal);
        var run = Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, "runs")));
        using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json")));
        var streaming = record.RootElement.GetProperty("streaming");
        Assert.Equal(3000, streaming.GetProperty("rows").GetInt32());
        Assert.InRange(streaming.GetProperty("sampleRows").GetInt32(), 50, 1000);
        Assert.Equal(3000, streaming.GetProperty("clusterSizes").EnumerateArray().Sum(size => size.GetInt64()));
        Assert.Equal(3001, File.ReadLines(Path.Combine(run, "assignments.csv")).Count());

        foreach (var command in new[] { "report", "apply" })
        {
            (exit, _, error) = KindredProcess.Run(command, run);
            Assert.NotEqual(0, exit);
            Assert.Contains(command == "report" ? "shows a sample" : "kindred: ", error, StringComparison.Ordinal);
        }

        (exit, _, error) = KindredProcess.Run("cluster", path, "--clusterer", "hdbscan", "--memory", "5MB", "--out", Path.Combine(folder.Path, "runs"));
        Assert.NotEqual(0, exit);
        Assert.Contains("does not stream", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_that_are_streamed_are_grouped_by_what_an_encoder_makes_of_them_as_in_memory()
    {
        using var folder = new TemporaryFolder();
        var pictures = Directory.CreateDirectory(Path.Combine(folder.Path, "pictures")).FullName;
        var rng = new Rng(5);
        for (var i = 0; i < 90; i++)
        {
            var samples = new byte[40 * 40 * 3];
            for (var j = 0; j < samples.Length; j++)
                samples[j] = (byte)((j % 3 == i % 3 ? 170 : 40) + rng.NextInt(60));
            File.WriteAllBytes(Path.Combine(pictures, $"{i:00}.png"), PngFile.Encode(new Picture(40, 40, 3, samples)));
        }

        string[] Cluster(string name, params string[] more)
        {
            var (exit, output, error) = KindredProcess.Run([
                "cluster", pictures, "-k", "3", "--encoder", ApplyCommandTests.Fixture("onnx", "first.onnx"), "--encoder-preset", "resnet", "--no-cache", "--out", Path.Combine(folder.Path, name), .. more]);
            Assert.True(exit == 0, error);
            Assert.Equal(more.Length > 0, (output + error).Contains("streamed through", StringComparison.Ordinal));
            var run = Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, name)));
            using var record = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "run.json")));
            Assert.Equal("embedding-leiden", record.RootElement.GetProperty("recipe").GetString());
            Assert.Equal("first", record.RootElement.GetProperty("embedding").GetProperty("name").GetString());
            return File.ReadAllLines(Path.Combine(run, "assignments.csv"));
        }

        var whole = Cluster("memory");
        Assert.Equal(whole, Cluster("streamed", "--memory", "300KB"));
        var streamed = Assert.Single(Directory.GetDirectories(Path.Combine(folder.Path, "streamed")));
        string[] Assign(string name, params string[] more)
        {
            var (exit, output, error) = KindredProcess.Run([
                "assign", streamed, pictures, "--encoder", ApplyCommandTests.Fixture("onnx", "first.onnx"), "--no-cache", "--out", Path.Combine(folder.Path, name), .. more]);
            Assert.True(exit == 0, error);
            Assert.Equal(more.Length > 0, (output + error).Contains("streamed through", StringComparison.Ordinal));
            return File.ReadAllLines(Path.Combine(folder.Path, name, "assignments.csv"));
        }

        var assigned = Assign("assigned");
        Assert.Equal(whole.Select(line => line.Split(',')[2]), assigned.Select(line => line.Split(',')[2]));
        Assert.Equal(assigned, Assign("assigned-streamed", "--memory", "300KB"));
    }

    [Theory, Trait("Category", "Slow")]
    [InlineData(300, true)]
    [InlineData(450, false)]
    public async Task What_is_made_of_rows_counts_too_so_that_the_command_stays_within_the_memory_it_was_given(int megabytes, bool isStreamed)
    {
        using var folder = new TemporaryFolder();
        var rows = Wardrobe.Load(trainCount: 40_000, testCount: 1).Train.Bytes!;
        var path = Path.Combine(folder.Path, "images.idx");
        IdxFile.Write(path, [40_000, 28, 28], rows.Values.ToArray());
        using var process = KindredProcess.Start("cluster", path, "-k", "10", "--memory", $"{megabytes}MB", "--out", Path.Combine(folder.Path, "runs"));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = 0L;
        while (!process.WaitForExit(100))
        {
            process.Refresh();
            peak = Math.Max(peak, process.PeakWorkingSet64);
        }

        Assert.True(process.ExitCode == 0, await error);
        Assert.Equal(isStreamed, (await output + await error).Contains("streamed through", StringComparison.Ordinal));
        Assert.InRange(peak, 50_000_000, megabytes * 1_000_000L);
    }
}
