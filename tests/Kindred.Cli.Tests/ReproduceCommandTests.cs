using System.Globalization;
using Kindred.Datasets;

namespace Kindred.Cli.Tests;

public class ReproduceCommandTests
{
    [Fact]
    public void Without_the_data_it_says_how_to_get_them()
    {
        using var folder = new TemporaryFolder();
        var (exit, _, error) = KindredProcess.Run(
            new Dictionary<string, string> { ["HOME"] = folder.Path, ["XDG_CACHE_HOME"] = folder.Path }, "reproduce", "--out", folder.Path);
        Assert.Equal(2, exit);
        Assert.Contains("kindred datasets get fashion-mnist", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact, Trait("Category", "Slow")]
    public void Killed_at_any_moment_it_goes_on_to_the_same_bits_and_what_was_finished_is_whole()
    {
        using var folder = new TemporaryFolder();
        var data = Tiny(folder);
        var (whole, killed) = (Path.Combine(folder.Path, "whole"), Path.Combine(folder.Path, "killed"));
        var (exit, output, error) = KindredProcess.Run("reproduce", data, "--out", whole);
        Assert.True(exit == 0, error);
        Assert.Contains("conv-gmm", output, StringComparison.Ordinal);

        foreach (var moment in new[] { "pca-gmm", "dense-kmeans, training", "dense-gmm", "conv-kmeans, training" })
        {
            var finished = KillWhen(moment, "reproduce", data, "--out", killed);
            Assert.True(Runs(killed).Length >= finished, $"{finished} runs were reported as finished, {Runs(killed).Length} are there.");
        }

        (exit, output, error) = KindredProcess.Run("reproduce", data, "--out", killed, "--figures");
        Assert.True(exit == 0, error);
        Assert.Equal(Runs(whole), Runs(killed));
        foreach (var run in Runs(whole))
        {
            foreach (var file in new[] { "assignments.csv", "details.safetensors" })
                Assert.Equal(File.ReadAllBytes(Path.Combine(whole, run, file)), File.ReadAllBytes(Path.Combine(killed, run, file)));
            Assert.NotEmpty(Directory.GetFiles(Path.Combine(killed, run, "figures"), "*.svg"));
        }
    }

    /// <summary>Kills the process, without a chance to tidy up, when a line begins with seed 1 and <paramref name="moment"/>; the most runs it had reported as finished.</summary>
    private static int KillWhen(string moment, params string[] arguments)
    {
        using var process = KindredProcess.Start(arguments);
        var finished = 0;
        while (process.StandardError.ReadLine() is { } line)
        {
            var words = line.Split(": ")[^1].Split(' ');  // "seed 1, pca-gmm: 2 of 7 runs finished, about 3 min left"
            finished = Math.Max(finished, int.Parse(words[0], CultureInfo.InvariantCulture));
            if (line.StartsWith($"seed 1, {moment}", StringComparison.Ordinal))
                break;
        }

        process.Kill();
        process.WaitForExit();
        return finished;
    }

    private static string[] Runs(string folder) =>
        [.. Directory.GetDirectories(folder).Where(run => File.Exists(Path.Combine(run, "run.json"))).Select(run => Path.GetFileName(run)!).Order()];

    /// <summary>A folder of 100 + 30 pictures of 8 x 8: the wardrobe, every third pixel.</summary>
    private static string Tiny(TemporaryFolder folder)
    {
        const int Side = 8;
        var data = Wardrobe.Load(trainCount: 100, testCount: 30);
        var target = Directory.CreateDirectory(Path.Combine(folder.Path, "tiny")).FullName;
        foreach (var (name, images) in new[] { ("train", data.Train), ("t10k", data.Test!) })
        {
            var bytes = new byte[images.Count * Side * Side];
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = images.Bytes!.Row(i / (Side * Side))[((2 + (3 * (i / Side % Side))) * 28) + 2 + (3 * (i % Side))];
            IdxFile.Write(Path.Combine(target, $"{name}-images-idx3-ubyte"), [images.Count, Side, Side], bytes);
            IdxFile.Write(Path.Combine(target, $"{name}-labels-idx1-ubyte"), [images.Count], Array.ConvertAll(images.Classes!, label => (byte)label));
        }

        return target;
    }
}
