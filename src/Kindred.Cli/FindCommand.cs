using System.CommandLine;
using System.Globalization;
using Kindred.Datasets;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Runs;
using Spectre.Console;

namespace Kindred.Cli;

/// <summary><c>kindred find</c>: the pictures of a run that are nearest to others, in the space that its clusters lie in.</summary>
internal static class FindCommand
{
    private static readonly Argument<string> RunArgument = new("RUN") { Description = "The folder of a run." };
    private static readonly Argument<string> PathArgument = new("PICTURE") { Description = "What is looked for: a picture, a folder of pictures, or rows of a table." };
    private static readonly Option<int> Count = new("--count", "-n") { Description = "How many of the nearest.", DefaultValueFactory = _ => 20, HelpName = "N" };

    public static Command Create()
    {
        var command = new Command("find", "Finds the pictures of a run that are most like another, with their distances.")
        {
            RunArgument, PathArgument, Count, CommonOptions.Threads, CommonOptions.Memory, CommonOptions.Data,
        }.WithEncoderOption();
        command.SetAction((parsed, cancellation) => Task.FromResult(Find(parsed, cancellation)));
        return command;
    }

    private static int Find(ParseResult parsed, CancellationToken cancellation)
    {
        CommonOptions.Apply(parsed);
        var folder = parsed.GetValue(RunArgument)!;
        var run = RunFolder.ReadWhole(folder);
        var model = KindredModel.Load(Path.Combine(folder, KindredModel.FileName));
        var items = KeptItems.Of(run, model) ?? Encoded(run, model, parsed, cancellation);
        Dataset? asked = null;
        ConsoleProgress.Watch(progress => asked = DatasetCatalog.Open(parsed.GetValue(PathArgument)!, model.Input.Options(CommonOptions.DataOf(parsed)), progress, cancellation));
        asked = EncoderOptions.EmbedFor(model, asked!, parsed, cancellation);
        var nearest = model.Find(asked.Train, items.Codes, Math.Min(Guard.Positive(parsed.GetValue(Count), "-n"), items.Codes.Rows));
        var clusters = model.Assign(asked.Train);
        Found[] found = [.. Enumerable.Range(0, nearest.Rows).Select(i => new Found(
            asked.Train.Names?[i] ?? i.ToString(CultureInfo.InvariantCulture), clusters[i].Cluster, clusters[i].Name,
            [.. Enumerable.Range(0, nearest.Count).Select(j => nearest.Indices(i)[j]).Zip(nearest.Distances(i).ToArray(), (item, distance) => new Item(items.Names[item], items.Clusters[item], distance))]))];
        Write(found);
        Answer.Give("find", () => new { Run = Path.GetFullPath(folder), Found = found });
        return 0;
    }

    /// <summary>The items of a run that kept no codes in the model's own space: its data are opened again.</summary>
    private static KeptItems Encoded(Run run, KindredModel model, ParseResult parsed, CancellationToken cancellation)
    {
        var record = run.Record;
        Dataset? data = null;
        ConsoleProgress.Watch(progress => data = DatasetCatalog.Open(
            record.Input?.Source ?? record.Dataset.Name, record.Input?.ToOptions(CommonOptions.DataOf(parsed).Folders), progress, cancellation));
        if (data!.Sha256 != record.Dataset.Sha256)
            throw new InvalidDataException($"What lies at {record.Input?.Source ?? record.Dataset.Name} is not what the run was made on, so nothing can be found in it.");
        return KeptItems.Of(run, [.. data.Parts.Present().Select(part => model.Encode(part.Part))]);
    }

    private static void Write(Found[] found)
    {
        foreach (var query in found)
        {
            var table = new Table { Title = new TableTitle(Terminal.Text($"nearest to {query.Query}, which belongs to {query.Name}")) }.RoundedBorder();
            table.AddColumns(new TableColumn("item"), new TableColumn("cluster").RightAligned(), new TableColumn("distance").RightAligned());
            foreach (var item in query.Nearest)
                table.AddRow(Terminal.Text(item.Name), item.Cluster.ToString(CultureInfo.InvariantCulture), item.Distance.ToString("0.0000", CultureInfo.InvariantCulture));
            Terminal.Output.WriteTable(table);
        }
    }

    private sealed record Item(string Name, int Cluster, float Distance);

    private sealed record Found(string Query, int Cluster, string Name, Item[] Nearest);
}
