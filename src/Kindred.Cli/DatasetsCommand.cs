using System.CommandLine;
using System.Globalization;
using Kindred.Datasets;
using Spectre.Console;

namespace Kindred.Cli;

/// <summary><c>kindred datasets</c> lists what is known and where it was found; <c>kindred datasets get NAME</c> fetches.</summary>
internal static class DatasetsCommand
{
    private static readonly Argument<string> NameArgument = new("NAME") { Description = "A data set of the list." };

    public static Command Create()
    {
        NameArgument.WithDatasetNames();
        var get = new Command("get", "Finds a data set, or downloads it into the user's cache.") { NameArgument, CommonOptions.Data };
        get.SetAction((parsed, cancellation) => Task.FromResult(Get(parsed, cancellation)));
        var command = new Command("datasets", "Lists the data sets that Kindred knows, where they were found, their size and licence.")
        {
            get, CommonOptions.Data,
        };
        command.SetAction(List);
        return command;
    }

    private static int List(ParseResult parsed)
    {
        var folders = DataFolders.ForUser(parsed.GetValue(CommonOptions.Data));
        foreach (var known in DatasetCatalog.Known)
        {
            Terminal.Output.MarkupLineInterpolated($"[bold]{known.Name}[/]");
            var lines = new Grid().AddColumn(new GridColumn { Padding = new Padding(2, 0, 3, 0) }).AddColumn();
            lines.AddRow(new Text("holds"), new Text(known.Description));
            lines.AddRow(new Text("size"), new Text(Size(known)));
            lines.AddRow(new Text("licence"), new Text(known.Licence));
            lines.AddRow(new Text("found"), new Text(Place(known, folders)));
            Terminal.Output.Write(lines);
        }

        Answer.Give("datasets", () => new
        {
            Datasets = DatasetCatalog.Known.Select(known => new
            {
                known.Name,
                known.Description,
                known.Licence,
                known.Bytes,
                known.IsBuiltIn,
                Folder = known.IsBuiltIn ? null : DatasetCatalog.Find(known.Name, folders),
            }),
        });
        return 0;
    }

    private static int Get(ParseResult parsed, CancellationToken cancellation)
    {
        var name = parsed.GetValue(NameArgument)!;
        var folders = DataFolders.ForUser(parsed.GetValue(CommonOptions.Data));
        string? folder = null;
        ConsoleProgress.Watch(progress => folder = DatasetCatalog.Fetch(name, folders, progress, cancellation));
        Console.WriteLine(folder is null ? $"{name} is built in; there is nothing to fetch." : $"{name} is in {folder}");
        Answer.Give("datasets-get", () => new { Name = name, Folder = folder });
        return 0;
    }

    private static string Size(KnownDataset known) =>
        known.IsBuiltIn ? "none, it is drawn by the program" : string.Create(CultureInfo.InvariantCulture, $"{known.Bytes / 1e6:0.0} MB to download");

    private static string Place(KnownDataset known, DataFolders folders) =>
        known.IsBuiltIn ? "built in" : DatasetCatalog.Find(known.Name, folders) ?? $"not on this machine; 'kindred datasets get {known.Name}' fetches it";
}
