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

    [Fact]
    public void Values_are_offered_as_people_write_them_and_help_as_it_is_asked_for_here()
    {
        Assert.Equal(["crop"], Bash("kindred cluster photos --fit cr"));
        if (!OperatingSystem.IsWindows())
            Assert.DoesNotContain("/h", Offered(Kindred(), "bash", "kindred '[suggest:0]' ''", string.Empty));
    }

    [ShellTheory("zsh")]
    [InlineData("kindred clu", "cluster")]
    [InlineData("kindred run --recipe kmeans-pixels,hog", "kmeans-pixels,hog-leiden")]
    [InlineData("kindred run ward", "wardrobe")]
    public void Zsh_completes_the_same(string typed, string completed) => Assert.Equal([completed], Offered(Kindred(), "zsh", """
        compdef() { :; }
        compadd() { shift; print -l -- "$@"; }
        source <(kindred completion zsh) || exit 9
        words=(${(z)1}); CURRENT=${#words}; PREFIX=${words[-1]}
        _kindred
        """, typed));

    [ShellTheory("fish")]
    [InlineData("kindred clu", "cluster")]
    [InlineData("kindred run --recipe kmeans-pixels,hog", "kmeans-pixels,hog-leiden")]
    [InlineData("kindred run ward", "wardrobe")]
    public void Fish_completes_the_same(string typed, string completed) => Assert.Equal([completed], Offered(Kindred(), "fish", """
        kindred completion fish | source
        complete -C "$argv[1]"
        """, typed));

    [ShellTheory("pwsh")]
    [InlineData("kindred clu", "cluster")]
    [InlineData("kindred run --recipe kmeans-pixels,hog", "hog-leiden")]  // it puts the last of a list in place alone
    [InlineData("kindred run ward", "wardrobe")]
    public void PowerShell_completes_the_same(string typed, string completed) => Assert.Equal([completed], Offered(Kindred(), "pwsh", """
        kindred completion pwsh | Out-String | Invoke-Expression
        (TabExpansion2 $env:TYPED $env:TYPED.Length).CompletionMatches | ForEach-Object CompletionText
        """, typed));

    /// <summary>What bash would offer after the line.</summary>
    private static string[] Bash(string line) => OperatingSystem.IsWindows() ? [] : Offered(Kindred(), "bash", """
        source <(kindred completion bash) || exit 9
        complete -p kindred > /dev/null || exit 8
        COMP_LINE="$1"; COMP_POINT=${#1}; COMP_WORDS=($1); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _kindred kindred "${COMP_WORDS[COMP_CWORD]}"
        printf '%s\n' "${COMPREPLY[@]}"
        """, line);

    /// <summary>A folder with a kindred to run.</summary>
    private static TemporaryFolder Kindred()
    {
        var folder = new TemporaryFolder();
        var kindred = folder.Write("kindred", $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "Kindred.Cli.dll")}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(kindred, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return folder;
    }

    /// <summary>The lines that a script prints of a command line that is not finished.</summary>
    private static string[] Offered(TemporaryFolder folder, string shell, string script, string line)
    {
        using var own = folder;
        string[] arguments = shell switch { "pwsh" => ["-NoProfile", "-Command", script], "fish" => ["--no-config", "-c", script, line], _ => ["-c", script, shell, line] };
        var start = new ProcessStartInfo(shell, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["TYPED"] = line;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, process.StandardError.ReadToEnd());
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>A test that needs a shell; skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ShellTheoryAttribute : TheoryAttribute
{
    public ShellTheoryAttribute(string shell)
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, shell))))
            Skip = $"No {shell} was found on the PATH.";
    }
}
