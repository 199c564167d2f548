using System.Text.Json;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Models;

namespace Kindred.Cli.Tests;

public sealed class TrainCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_processes_do_not_train_in_one_folder()
    {
        using (new FileStream(Path.Combine(_folder.Path, ".training"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            var (refused, _, error) = KindredProcess.Run("train", "dense", "--out", _folder.Path, "--epochs", "1");
            Assert.Equal(1, refused);
            Assert.Contains($"Another process is training in {_folder.Path}; wait for it, or name another folder.", error, StringComparison.Ordinal);
        }

        _folder.Write("few.csv", string.Concat(Enumerable.Range(0, 40).Select(row => $"{row % 7},{row % 3},{row % 5},{row % 2}\n")));
        var (exit, said, problem) = KindredProcess.Run("train", "dense", Path.Combine(_folder.Path, "few.csv"), "--out", _folder.Path, "--epochs", "1");
        Assert.True(exit == 0, problem);
        Assert.Contains("Note: values reach from 0 to 6 and are taken as they are", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_memory_does_not_hold_train_the_same_network()
    {
        var values = new byte[300 * 64];
        for (var i = 0; i < values.Length; i++)
            values[i] = (byte)((i / 64 % 5 * 40) + (i * 2654435761L >> 20 & 31));
        var path = Path.Combine(_folder.Path, "rows.idx");
        IdxFile.Write(path, [300, 8, 8], values);
        byte[] Train(string name, string said, params string[] more)
        {
            var folder = Path.Combine(_folder.Path, name);
            var (exit, output, error) = KindredProcess.Run(["train", "dense", path, "--out", folder, "--epochs", "2", "--batch", "64", .. more]);
            Assert.True(exit == 0, error);
            Assert.Contains(said, output + error, StringComparison.Ordinal);
            return File.ReadAllBytes(Path.Combine(folder, "model.safetensors"));
        }

        Assert.Equal(Train("memory", "2 epochs"), Train("streamed", "streamed through", "--memory", "50KB"));
    }

    [Fact]
    public void A_contrastive_encoder_by_itself_is_the_one_that_a_chain_has()
    {
        var pictures = Pictures(200);
        var chain = Path.Combine(_folder.Path, "chain");
        Done("run", pictures, "--steps", "contrastive:epochs=8:views=upright", "--clusterer", "kmeans", "-k", "3", "--seed", "5", "--out", chain);
        var within = Assert.IsType<ContrastiveModel>(Assert.Single(KindredModel.Load(Path.Combine(Assert.Single(Directory.GetDirectories(chain)), "model.kindred")).Steps));

        var folder = Path.Combine(_folder.Path, "alone");
        var (output, error) = Done("train", "contrastive", pictures, "--epochs", "8", "--views", "upright", "--seed", "5", "--out", folder);
        var alone = EncoderFile.Load(Path.Combine(folder, "model.safetensors"));
        var rows = Wardrobe.Load(trainCount: 200, testCount: 1).Train.Bytes!;
        Assert.Equal(within.Transform(rows).Values, alone.Transform(rows).Values);

        Assert.DoesNotContain("Note:", output, StringComparison.Ordinal);
        Assert.Contains("epoch 8 of at most 8: loss ", error, StringComparison.Ordinal);
        Assert.Contains(alone.Judgement!, output, StringComparison.Ordinal);
        using var history = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "history.json")));
        Assert.Equal(8, history.RootElement.GetProperty("epochs").GetArrayLength());
    }

    [Fact]
    public void What_a_network_has_no_use_for_is_refused()
    {
        var folder = Path.Combine(_folder.Path, "begun");
        Refused("--patience is for dense and conv", "contrastive", "--patience", "3");
        Refused("--views is for contrastive", "dense", "--views", "middle");
        var table = _folder.Write("table.csv", string.Concat(Enumerable.Range(0, 40).Select(row => $"{row % 7},{row % 3},{row % 5},{row % 2}\n")));
        Refused("takes pictures, but gets rows of a table", "contrastive", table, "--out", Path.Combine(_folder.Path, "table"));
        Done("train", "contrastive", Pictures(64), "--epochs", "1", "--out", folder);
        Refused("its learning rate falls along all of them", "contrastive", "--resume", folder, "--epochs", "3");
    }

    private string Pictures(int count)
    {
        var path = Path.Combine(_folder.Path, $"pictures-{count}.idx");
        IdxFile.Write(path, [count, 28, 28], Wardrobe.Load(trainCount: count, testCount: 1).Train.Bytes!.Values.ToArray());
        return path;
    }

    private static (string Output, string Error) Done(params string[] command)
    {
        var (exit, output, error) = KindredProcess.Run(command);
        Assert.True(exit == 0, error);
        return (output, error);
    }

    private static void Refused(string why, params string[] train)
    {
        var (exit, _, error) = KindredProcess.Run(["train", .. train]);
        Assert.NotEqual(0, exit);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }
}
