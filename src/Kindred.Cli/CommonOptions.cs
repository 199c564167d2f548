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

    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "Folder to look for data sets in, before KINDRED_DATA and the user's cache.",
        HelpName = "DIR",
    };

    public static Option<bool> Figures { get; } = new("--figures")
    {
        Description = "Also draws the figures as SVG files, into the folder 'figures' of each run: losses, reconstructions, confusion, clusters, samples.",
    };

    /// <summary>Where data sets are looked for, as asked.</summary>
    public static DatasetOptions DataOf(ParseResult parsed) => new() { Folders = DataFolders.ForUser(parsed.GetValue(Data)) };

    public static void ApplyThreads(ParseResult parsed)
    {
        if (parsed.GetValue(Threads) is { } threads)
            Parallelism.Threads = Guard.Positive(threads, "--threads");
    }
}
