using System.CommandLine;
using Kindred.Datasets;
using Kindred.Networks.Storage;
using Kindred.Reporting;
using Kindred.Reproduction;
using Kindred.Runs;

namespace Kindred.Cli;

/// <summary><c>kindred report</c>: draws the page of a run, or of a folder of runs, again.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "The folder of a run, or a folder of such folders." };

    private static readonly Option<string?> DatasetOption = new("--dataset")
    {
        Description = "What the runs were made on, where their records' name is not enough: a path.",
        HelpName = "PATH",
    };

    public static Command Create()
    {
        var command = new Command("report", "Draws the report of a run, or of a folder of runs, from what they left and the images.")
        {
            Folder, DatasetOption, CommonOptions.Data, CommonOptions.Figures, TrialOption.Option, CommonOptions.Open,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Draw(parsed, cancellation)));
        return command;
    }

    private static int Draw(ParseResult parsed, CancellationToken cancellation)
    {
        var folder = parsed.GetValue(Folder)!;
        if (!Directory.Exists(folder))
            throw new ArgumentException($"There is no folder {folder}.");
        var folders = RunFolder.Find(folder);
        var runs = RunReport.Read(folders);
        if (runs.Count == 0)
            throw new ArgumentException($"{folder} is not the folder of a run, and holds none.");
        Unfinished.Prepare(folder);
        var data = DataOf(runs[0].Record, parsed.GetValue(DatasetOption), parsed, cancellation);
        var path = Path.Combine(folder, RunReport.FileName);
        ConsoleProgress.Watch(progress => RunReport.Write(path, data, runs, PublishedResults.For(runs[0].Record.Dataset), TrialOption.Of(parsed, runs, folders), progress: progress, cancellation: cancellation));
        Console.WriteLine(Path.GetFullPath(path));
        string[] figures = [.. (parsed.GetValue(CommonOptions.Figures) ? folders : []).SelectMany(run => RunFigures.Write(run, data, RunFolder.ReadWhole(run))).Select(Path.GetFullPath)];
        foreach (var figure in figures)
            Console.WriteLine(figure);
        CommonOptions.OpenWhereAsked(parsed, path);
        Answer.Give("report", () => new { Report = Path.GetFullPath(path), Figures = figures });
        return 0;
    }

    /// <summary>The data a run was made on, opened the way the run opened them.</summary>
    public static Dataset DataOf(RunRecord record, string? path, ParseResult parsed, CancellationToken cancellation)
    {
        var found = CommonOptions.DataOf(parsed);
        var source = path ?? record.Input?.Source ?? record.Dataset.Name;
        var data = DatasetCatalog.Open(source, record.Input?.ToOptions(found.Folders) ?? found, progress: null, cancellation);
        return record.Dataset is { SplitSeed: { } seed, Validation: var validation } ? data.HoldOut(validation, seed) : data;
    }
}
