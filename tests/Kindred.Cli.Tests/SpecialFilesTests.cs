using System.Diagnostics;
using Kindred.Runs;

namespace Kindred.Cli.Tests;

/// <summary>What lies where a file is expected need not be one; not on Windows, which has no such paths.</summary>
public sealed class SpecialFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_table_that_comes_through_a_pipe_is_grouped_and_its_record_waits_for_nothing()
    {
        if (OperatingSystem.IsWindows())
            return;
        var table = _folder.Write("points.csv", string.Join('\n', Enumerable.Range(0, 40).Select(i => $"{i % 2 * 9}.{i},{i % 3}.5")) + "\n");
        var program = Path.Combine(AppContext.BaseDirectory, "Kindred.Cli.dll");
        var (exit, error) = Shell($"cat '{table}' | dotnet '{program}' cluster /dev/stdin -k 2 --out '{_folder.Path}/out'");
        Assert.True(exit == 0, error);
        var run = Assert.Single(Directory.GetDirectories(Path.Combine(_folder.Path, "out")));
        Assert.Equal(40, RunFolder.ReadWhole(run).Clusters.Train!.Clusters.Length);

        (exit, error) = Shell($"timeout 30 dotnet '{program}' report '{run}' < <(sleep 20 > /dev/null)");
        Assert.Equal(2, exit);
        Assert.Contains("named pipe", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pipe.csv")]
    [InlineData("/dev/zero")]
    public void What_never_ends_is_refused_as_what_it_is(string name)
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = Path.Combine(_folder.Path, name);
        if (!File.Exists(path))
            Process.Start("mkfifo", path).WaitForExit();
        var (exit, _, error) = KindredProcess.Run("cluster", path, "-k", "2", "--out", Path.Combine(_folder.Path, "out"));
        Assert.Equal(2, exit);
        Assert.Contains(name[0] == '/' ? "this is a device; a file is needed" : "this is a named pipe; a file is needed", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_result_cannot_go_is_said_before_anything_is_computed()
    {
        var table = _folder.Write("points.csv", "1,2\n3,4\n5,6\n");
        var (exit, output, error) = KindredProcess.Run("cluster", table, "-k", "2", "--out", Path.Combine(table, "out"));
        Assert.Equal(1, exit);
        Assert.Contains("Nothing can be written in", error, StringComparison.Ordinal);
        Assert.DoesNotContain("cluster 0", output, StringComparison.OrdinalIgnoreCase);
    }

    private static (int Exit, string Error) Shell(string command)
    {
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"{{ {command}; }} 2>&1 > /dev/null"]) { RedirectStandardOutput = true })!;
        var error = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
