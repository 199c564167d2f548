using System.Text.Json;
using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Cli.Tests;

/// <summary>Encoders, embeddings, find and clean, as a user meets them.</summary>
public sealed class PhotographsTests
{
    [Fact]
    public void Without_the_network_one_sentence_says_what_it_would_bring()
    {
        using var folder = new TemporaryFolder();
        MixedPhotographs.Write(Path.Combine(folder.Path, "photos"));
        var (exit, output, error) = KindredProcess.Run("cluster", Path.Combine(folder.Path, "photos"), "-k", "3", "--out", Path.Combine(folder.Path, "runs"));
        Assert.True(exit == 0, error);
        Assert.Contains("'kindred encoders get resnet18' fetches it, once, 59 MB.", output, StringComparison.Ordinal);
        Assert.Contains("Recipe: hog-leiden.", output, StringComparison.Ordinal);
        foreach (var memory in new[] { "1GB", "100KB" })
        {
            var foretold = KindredProcess.Run("check", Path.Combine(folder.Path, "photos"), "--memory", memory).Output;
            Assert.Contains("would take the recipe hog-leiden.", foretold, StringComparison.Ordinal);
            Assert.Contains("'kindred encoders get resnet18' fetches it, once, 59 MB.", foretold, StringComparison.Ordinal);
            Assert.Equal(memory == "100KB", foretold.Contains("streamed through", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("The encoder resnet18 is not on this machine. 'kindred encoders get resnet18' fetches it.", "--encoder", "resnet18")]
    [InlineData("There is no encoder 'resnet19'; did you mean 'resnet18'?", "--encoder", "resnet19")]
    [InlineData("--mean belongs to --encoder FILE, which was not given.", "--mean", "0,0,0")]
    [InlineData("--save-codes", "--save-codes", "codes.docx")]
    [InlineData("there is no such file", "--embeddings", "absent.npy")]
    public void What_cannot_be_is_told_in_a_sentence(string says, params string[] options)
    {
        using var folder = new TemporaryFolder();
        MixedPhotographs.Write(folder.Path);
        var (exit, _, error) = KindredProcess.Run(["cluster", folder.Path, "--out", Path.Combine(folder.Path, "runs"), .. options]);
        Assert.Equal(2, exit);
        Assert.Contains(says == "--save-codes" ? "would be of no known format" : says, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Vectors_of_ones_own_are_grouped_and_pictures_found_in_them()
    {
        using var folder = new TemporaryFolder();
        var photos = Path.Combine(folder.Path, "photos");
        var kinds = MixedPhotographs.Write(photos);
        var vectors = Path.Combine(folder.Path, "vectors.csv");
        File.WriteAllLines(vectors, ["file,a,b,c", .. kinds.Select((pair, i) => $"\"{pair.Key}\",{(pair.Value == 0 ? 9 : 1)},{(pair.Value == 1 ? 9 : 1)},{1 + (i * 0.01)}")]);
        var (exit, output, error) = KindredProcess.Run(
            "cluster", photos, "--embeddings", vectors, "-k", "3", "--out", Path.Combine(folder.Path, "runs"), "--save-codes", Path.Combine(folder.Path, "codes.npy"), "--clean");
        Assert.True(exit == 0, error);
        Assert.Contains("vectors.csv: 42 rows of 3 numbers, joined by path.", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.Path, "codes.npy")));
        var run = Directory.GetDirectories(Path.Combine(folder.Path, "runs")).Single();
        Assert.True(File.Exists(Path.Combine(run, "cleaning.html")));
        var clusters = File.ReadLines(Path.Combine(run, "assignments.csv")).Skip(1).Select(line => line.Replace("\"garden, new", "garden", StringComparison.Ordinal)).ToArray();
        Assert.Equal(42, clusters.Length);
        var assigned = KindredProcess.Run("assign", run, vectors, "--id-column", "file", "--out", Path.Combine(folder.Path, "assigned"));
        Assert.True(assigned.ExitCode == 0, assigned.Error);
    }

    [Fact]
    public void A_picture_of_a_run_is_found_at_no_distance()
    {
        using var folder = new TemporaryFolder();
        var photos = Path.Combine(folder.Path, "photos");
        var kinds = MixedPhotographs.Write(photos);
        Assert.Equal(0, KindredProcess.Run("cluster", photos, "-k", "3", "--out", Path.Combine(folder.Path, "runs")).ExitCode);
        var run = Directory.GetDirectories(Path.Combine(folder.Path, "runs")).Single();
        var asked = kinds.Keys.Last();
        var (exit, output, error) = KindredProcess.Run("find", run, Path.Combine(photos, asked), "-n", "5", "--json");
        Assert.True(exit == 0, error);
        var nearest = JsonDocument.Parse(output).RootElement.GetProperty("found")[0].GetProperty("nearest").EnumerateArray().ToArray();
        Assert.Equal(5, nearest.Length);
        Assert.Equal(asked, nearest[0].GetProperty("name").GetString());
        Assert.Equal(0, nearest[0].GetProperty("distance").GetDouble(), 1e-4);
        Assert.Contains("nearest to", KindredProcess.Run("find", run, Path.Combine(photos, asked)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Clean_moves_duplicates_and_undoes_it()
    {
        using var folder = new TemporaryFolder();
        var photos = Path.Combine(folder.Path, "photos");
        var first = MixedPhotographs.Write(photos).Keys.First();
        File.Copy(Path.Combine(photos, first), Path.Combine(photos, "zz.png"));
        var moved = Path.Combine(folder.Path, "moved");
        var (exit, output, error) = KindredProcess.Run("clean", photos, "--out", Path.Combine(folder.Path, "report"), "--move-duplicates-into", moved);
        Assert.True(exit == 0, error);
        Assert.Contains("duplicates, exact", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(moved, "undo.csv")));
        Assert.Contains("files are where they were", KindredProcess.Run("clean", "--undo", moved).Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(photos, "zz.png")));
        Assert.True(File.Exists(Path.Combine(photos, first)));
    }

    [Fact]
    public void Small_pictures_of_large_files_are_kept_and_change_nothing()
    {
        using var folder = new TemporaryFolder();
        var photos = Path.Combine(folder.Path, "photos");
        Directory.CreateDirectory(photos);
        for (var i = 0; i < 8; i++)
            PngFile.Write(Path.Combine(photos, $"{i}.png"), Noise(i));
        var environment = new Dictionary<string, string> { ["HOME"] = folder.Path, ["XDG_CACHE_HOME"] = Path.Combine(folder.Path, "cache"), ["LOCALAPPDATA"] = folder.Path };
        string[] Kept() => Directory.GetFiles(folder.Path, "*.png", SearchOption.AllDirectories).Where(path => !path.StartsWith(photos, StringComparison.Ordinal)).ToArray();
        string Assigned(string runs, params string[] options)
        {
            var (exit, _, error) = KindredProcess.Run(environment, ["cluster", photos, "-k", "2", "--out", Path.Combine(folder.Path, runs), .. options]);
            Assert.True(exit == 0, error);
            return File.ReadAllText(Path.Combine(Directory.GetDirectories(Path.Combine(folder.Path, runs)).Single(), "assignments.csv"));
        }

        var without = Assigned("first", "--no-cache");
        Assert.Empty(Kept());
        Assert.Equal(without, Assigned("second"));
        Assert.Equal(16, Kept().Length);  // a row and a thumbnail each
        Assert.Equal(without, Assigned("third"));
        Assert.Equal(16, Kept().Length);
        Assert.Contains("were freed", KindredProcess.Run(environment, "encoders", "clear-cache").Output, StringComparison.Ordinal);
        Assert.Empty(Kept());
    }

    [Fact]
    public void Encoders_are_listed_with_size_and_licence()
    {
        var (exit, output, _) = KindredProcess.Run("encoders");
        Assert.Equal(0, exit);
        Assert.Contains("59.5 MB to fetch", output, StringComparison.Ordinal);
        Assert.Contains("not on this machine", output, StringComparison.Ordinal);
    }

    // too rich to be packed into less than 64 KB
    private static Picture Noise(int number)
    {
        var (rng, samples) = (new Rng((ulong)number), new byte[180 * 180 * 3]);
        for (var i = 0; i < samples.Length; i++)
            samples[i] = (byte)(rng.NextDouble() * (number % 2 == 0 ? 256 : 160));
        return new Picture(180, 180, 3, samples);
    }
}
