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
}
