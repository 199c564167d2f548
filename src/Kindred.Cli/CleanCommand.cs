using System.CommandLine;
using System.Globalization;
using Kindred.Cleaning;
using Kindred.Datasets;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Spectre.Console;

namespace Kindred.Cli;

/// <summary><c>kindred clean</c>: what people sort out of a folder of pictures, and which files are the same picture.</summary>
internal static class CleanCommand
{
    private static readonly Argument<string> PathArgument = new("PATH") { Description = "A folder of images; with --undo, the folder that duplicates were moved into." };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The folder that cleaning.html, pictures.csv, duplicates.csv and cleaning.json go into.",
        DefaultValueFactory = _ => "cleaning",
        HelpName = "DIR",
    };

    private static readonly Option<string?> MoveInto = new("--move-duplicates-into")
    {
        Description = "Moves every duplicate but the best of its group into this new folder, with a list to move them back by. Nothing is ever deleted.",
        HelpName = "DIR",
    };

    private static readonly Option<bool> Undo = new("--undo") { Description = "Moves everything back that was moved into PATH." };

    public static Command Create()
    {
        var command = new Command("clean", "Looks for blurry, dark, over-exposed, empty, odd and broken pictures, and for duplicates: equal, resized, re-encoded, brightened, cropped, mirrored.")
        {
            PathArgument, Out, MoveInto, Undo, CommonOptions.Open, CommonOptions.Threads, CommonOptions.Memory,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Clean(parsed, cancellation)));
        return command;
    }

    /// <summary>Writes the report into a folder that is there, and says what is in it.</summary>
    public static CleaningReport Write(string folder, string into, CancellationToken cancellation)
    {
        CleaningReport? report = null;
        ConsoleProgress.Watch(progress => report = new FolderCleaning().Run(folder, progress, cancellation));
        CleaningFiles.Write(into, report!, cancellation);
        Print(report!);
        return report!;
    }

    private static int Clean(ParseResult parsed, CancellationToken cancellation)
    {
        CommonOptions.Apply(parsed);
        var folder = parsed.GetValue(PathArgument)!;
        if (parsed.GetValue(Undo))
            return MoveBack(folder);
        if (!Directory.Exists(folder))
            throw new DataFileException(folder, "there is no such folder.");
        var target = parsed.GetValue(MoveInto);
        if (target is not null)
            DuplicateMoves.Check(folder, target);
        var into = Path.GetFullPath(parsed.GetValue(Out)!);
        Unfinished.Prepare(into);
        var report = Write(folder, into, cancellation);
        int? moved = target is null ? null : DuplicateMoves.Move(report, target, cancellation);
        if (moved is { } files)
            Console.WriteLine($"{Amount.Of(files, "file")} {(files == 1 ? "was" : "were")} moved into {Path.GetFullPath(target!)}; 'kindred clean --undo {target}' {(files == 1 ? "moves it" : "moves them")} back.");

        Console.WriteLine($"Open {Path.Combine(into, CleaningFiles.PageName)} to look at them; pictures.csv and duplicates.csv beside it name every file.");
        CommonOptions.OpenWhereAsked(parsed, Path.Combine(into, CleaningFiles.PageName));
        Answer.Give("clean", () => Result(report, into, target, moved));
        return 0;
    }

    private static object Result(CleaningReport report, string into, string? target, int? moved) => new
    {
        report.Folder,
        Page = Path.Combine(into, CleaningFiles.PageName),
        Pictures = report.Pictures.Count,
        Flawed = report.Pictures.Where(picture => picture.Flaws.Any()).Select(picture => new { picture.Facts.Path, Flaws = picture.Flaws.Select(CleaningFiles.Word) }),
        Duplicates = report.Duplicates.Select(group => new
        {
            Best = report.Pictures[group.Best].Facts.Path,
            Others = group.Others.Select(other => new { report.Pictures[other.Place].Facts.Path, other.Kind, other.Likeness }),
        }),
        report.Spare,
        Moved = moved,
        MovedInto = target is null ? null : Path.GetFullPath(target),
    };

    private static int MoveBack(string target)
    {
        var (moved, left) = DuplicateMoves.Undo(target);
        Console.WriteLine($"{Amount.Of(moved, "file")} {(moved == 1 ? "is where it was" : "are where they were")}.");
        foreach (var path in left)
            Console.WriteLine($"Left alone, since something lies in its old place or it went: {path}");
        Answer.Give("clean-undo", () => new { Folder = Path.GetFullPath(target), MovedBack = moved, LeftAlone = left });
        return 0;
    }

    private static void Print(CleaningReport report)
    {
        var table = new Table { Title = new TableTitle(Terminal.Text($"{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(report.Folder)))}: {Amount.Of(report.Pictures.Count, "picture", "N0")}")) }.RoundedBorder();
        table.AddColumns(new TableColumn("found"), new TableColumn("pictures").RightAligned(), new TableColumn("such as"));
        foreach (var flaw in Enum.GetValues<Flaw>().Where(flaw => report.Count(flaw) > 0))
        {
            table.AddRow(CleaningFiles.Word(flaw), report.Count(flaw).ToString("N0", CultureInfo.InvariantCulture),
                Terminal.Text(report.Pictures.First(picture => picture.Flaws.Contains(flaw)).Facts.Path));
        }

        foreach (var kind in report.Duplicates.SelectMany(group => group.Others).GroupBy(other => other.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
            table.AddRow($"duplicates, {kind.Key}", kind.Count().ToString("N0", CultureInfo.InvariantCulture), Terminal.Text(report.Pictures[kind.First().Place].Facts.Path));
        Terminal.Output.WriteTable(table);
        Console.WriteLine($"{Amount.Of(report.Spare, "file")} could go without a picture being lost; nothing was changed.");
    }
}
