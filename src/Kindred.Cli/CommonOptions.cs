using System.CommandLine;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Cli;

/// <summary>Options that mean the same in every command.</summary>
internal static class CommonOptions
{
    public static Option<int?> Threads { get; } = new("--threads")
    {
        Description = "How many threads share the work; all processors, unless said. No result depends on it.",
        HelpName = "N",
    };

    public static Option<string?> Memory { get; } = new("--memory")
    {
        Description = "How much memory what is read from files may take, e.g. 8GB; three quarters of the machine's, unless said. A file that promises or unpacks to more is refused.",
        HelpName = "SIZE",
    };

    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "Folder to look for data sets in, before KINDRED_DATA and the user's cache.",
        HelpName = "DIR",
    };

    public static Option<bool> Figures { get; } = new("--figures")
    {
        Description = "Also draws the figures as SVG files, into the folder 'figures' of each run: losses, reconstructions, confusion, clusters, samples.",
    };

    public static Option<bool> Open { get; } = new("--open") { Description = "Opens the report in the browser." };

    public static Option<bool> Quiet { get; } = new("--quiet") { Description = "Writes results and errors only: no progress, no notes.", Recursive = true };

    /// <summary>Where data sets are looked for, as asked.</summary>
    public static DatasetOptions DataOf(ParseResult parsed) => new() { Folders = DataFolders.ForUser(parsed.GetValue(Data)) };

    /// <summary>Opens a page in the browser, where that was asked.</summary>
    public static void OpenWhereAsked(ParseResult parsed, string page)
    {
        if (parsed.GetValue(Open))
            Browser.Open(Path.GetFullPath(page));
    }

    /// <summary>Sets how many threads share the work, and how much memory what is read may take.</summary>
    /// <exception cref="ArgumentException">One of them is no such number.</exception>
    public static void Apply(ParseResult parsed)
    {
        if (parsed.GetValue(Memory) is { } memory)
            MemoryLimit.Bytes = MemoryLimit.Parse(memory) ?? throw new ArgumentException($"--memory takes a size, as in 8GB or 500MB, not '{memory}'.");
        if (parsed.GetValue(Threads) is { } threads)
            Parallelism.Threads = Guard.Positive(threads, "--threads");
    }
}
