using Kindred.Datasets;

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
        var (exit, _, problem) = KindredProcess.Run("train", "dense", Path.Combine(_folder.Path, "few.csv"), "--out", _folder.Path, "--epochs", "1");
        Assert.True(exit == 0, problem);
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
}
