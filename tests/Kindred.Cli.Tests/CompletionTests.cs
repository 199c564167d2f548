using System.Diagnostics;

namespace Kindred.Cli.Tests;

/// <summary>Tab in a shell, by the script that the command prints.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("kindred clus", "cluster")]
    [InlineData("kindred cluster --comp", "--compare")]
    [InlineData("kindred run --recipe hog", "hog-leiden")]
    [InlineData("kindred run --recipe kmeans-pixels,hog", "kmeans-pixels,hog-leiden")]
    [InlineData("kindred run ward", "wardrobe")]
    [InlineData("kindred datasets get fash", "fashion-mnist")]
    [InlineData("kindred completion ba", "bash")]
    public void Bash_completes_commands_options_recipes_and_data_sets(string typed, string completed) => Assert.Contains(completed, Bash(typed));

    [Fact]
    public void What_is_offered_begins_with_what_was_typed_and_files_are_left_to_the_shell()
    {
        Assert.All(Bash("kindred re"), word => Assert.StartsWith("re", word, StringComparison.Ordinal));
        Assert.Empty(Bash("kindred cluster my-ph"));
    }

    /// <summary>What bash would offer after the line.</summary>
    private static string[] Bash(string line)
    {
        using var folder = new TemporaryFolder();
        var kindred = folder.Write("kindred", $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "Kindred.Cli.dll")}' \"$@\"\n");
        if (OperatingSystem.IsWindows())
            return [];
        File.SetUnixFileMode(kindred, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        const string script = """
            source <(kindred completion bash) || exit 9
            complete -p kindred > /dev/null || exit 8
            COMP_LINE="$1"; COMP_POINT=${#1}; COMP_WORDS=($1); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _kindred kindred "${COMP_WORDS[COMP_CWORD]}"
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        var start = new ProcessStartInfo("bash", ["-c", script, "bash", line]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, process.StandardError.ReadToEnd());
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
