using Kindred.Datasets;

namespace Kindred.Cli.Tests;

/// <summary>A training that is killed, so that nothing of the process runs any more, and goes on when the same command is given again.</summary>
public sealed class KilledTrainingTests
{
    private const int Kills = 10;

    [Fact, Trait("Category", "Slow")]
    public void A_contrastive_training_that_is_killed_at_any_moment_goes_on_to_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var pictures = Path.Combine(folder.Path, "pictures.idx");
        IdxFile.Write(pictures, [400, 28, 28], Wardrobe.Load(trainCount: 400, testCount: 1).Train.Bytes!.Values.ToArray());
        string[] run = ["run", pictures, "--steps", "contrastive:epochs=8:batch=50:width=8", "--clusterer", "kmeans", "-k", "5", "--seed", "3", "--out"];
        var begun = TimeProvider.System.GetTimestamp();
        var whole = Results(run, Path.Combine(folder.Path, "whole"));
        var duration = TimeProvider.System.GetElapsedTime(begun);
        var killed = 0;
        for (var i = 0; i < Kills; i++)
        {
            var results = Path.Combine(folder.Path, $"killed-{i}");
            for (var time = 0; time < 1 + (i % 2); time++)  // some twice
            {
                using var process = KindredProcess.Start([.. run, results]);
                killed += process.WaitForExit(duration * ((i + 1.0) / (Kills + 1))) ? 0 : 1;
                process.Kill();
                process.WaitForExit();
            }

            foreach (var (name, bytes) in Results(run, results))
                Assert.True(whole[name].AsSpan().SequenceEqual(bytes), $"Another {name} after kill {i}.");
        }

        Assert.True(killed >= Kills / 2, $"Only {killed} were killed in time.");
    }

    [Fact, Trait("Category", "Slow")]
    public void A_contrastive_encoder_in_training_is_resumed_to_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var pictures = Path.Combine(folder.Path, "pictures.idx");
        IdxFile.Write(pictures, [400, 28, 28], Wardrobe.Load(trainCount: 400, testCount: 1).Train.Bytes!.Values.ToArray());
        string[] train = ["train", "contrastive", pictures, "--epochs", "8", "--batch", "50", "--seed", "3", "--out"];
        var begun = TimeProvider.System.GetTimestamp();
        var whole = Trained([.. train, Path.Combine(folder.Path, "whole")], Path.Combine(folder.Path, "whole"));
        var duration = TimeProvider.System.GetElapsedTime(begun);
        var killed = 0;
        for (var i = 0; i < Kills; i++)
        {
            var results = Path.Combine(folder.Path, $"killed-{i}");
            using (var process = KindredProcess.Start([.. train, results]))
            {
                killed += process.WaitForExit(duration * ((i + 1.0) / (Kills + 1))) ? 0 : 1;
                process.Kill();
                process.WaitForExit();
            }

            var isBegun = File.Exists(Path.Combine(results, "training.json"));
            var again = Trained(isBegun ? ["train", "contrastive", pictures, "--resume", results] : [.. train, results], results);
            Assert.True(whole.AsSpan().SequenceEqual(again), $"Another model after kill {i}.");
        }

        Assert.True(killed >= Kills / 2, $"Only {killed} were killed in time.");
    }

    private static byte[] Trained(string[] train, string results)
    {
        var (exit, _, error) = KindredProcess.Run(train);
        Assert.True(exit == 0, error);
        return File.ReadAllBytes(Path.Combine(results, "model.safetensors"));
    }

    /// <summary>What a run that ends leaves: the model and where rows went, of the newest folder; nothing of the training.</summary>
    private static Dictionary<string, byte[]> Results(string[] run, string results)
    {
        var (exit, _, error) = KindredProcess.Run([.. run, results]);
        Assert.True(exit == 0, error);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(results), path => Path.GetFileName(path) == "networks-in-training");
        var folders = Directory.GetDirectories(results).Where(path => File.Exists(Path.Combine(path, "run.json")));
        var newest = folders.MaxBy(Directory.GetLastWriteTimeUtc)!;
        return new[] { "model.kindred", "assignments.csv" }.ToDictionary(name => name, name => File.ReadAllBytes(Path.Combine(newest, name)));
    }
}
