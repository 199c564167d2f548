using System.CommandLine;
using Kindred.Datasets;
using Kindred.Recipes;
using Kindred.Reporting;

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
            Folder, DatasetOption, CommonOptions.Data,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Draw(parsed, cancellation)));
        return command;
    }

    private static int Draw(ParseResult parsed, CancellationToken cancellation)
    {
        var folder = parsed.GetValue(Folder)!;
        if (!Directory.Exists(folder))
            throw new ArgumentException($"There is no folder {folder}.");
        var runs = RunFolder.Find(folder).Select(RunFolder.ReadWhole).ToList();
        if (runs.Count == 0)
            throw new ArgumentException($"{folder} is not the folder of a run, and holds none.");
        var (record, folders) = (runs[0].Record, CommonOptions.DataOf(parsed).Folders);
        var source = parsed.GetValue(DatasetOption) ?? record.Input?.Source ?? record.Dataset.Name;
        var options = record.Input?.ToOptions(folders) ?? CommonOptions.DataOf(parsed);
        var data = DatasetCatalog.Open(source, options, progress: null, cancellation);
        if (runs[0].Record.Dataset is { SplitSeed: { } seed, Validation: var validation })
            data = data.HoldOut(validation, seed);
        var path = Path.Combine(folder, RunReport.FileName);
        RunReport.Write(path, data, runs);
        Console.WriteLine(Path.GetFullPath(path));
        return 0;
    }
}
