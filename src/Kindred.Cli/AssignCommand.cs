using System.CommandLine;
using Kindred.Datasets;
using Kindred.Models;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Runs;
using Spectre.Console;

namespace Kindred.Cli;

/// <summary><c>kindred assign</c>: puts new items into the groups of a kept model.</summary>
internal static class AssignCommand
{
    private static readonly Argument<string> ModelArgument = new("MODEL") { Description = "The model.kindred that a run left, or the run's folder." };

    private static readonly Argument<string> PathArgument = new("PATH")
    {
        Description = "What to group: a folder of images, IDX, CSV or NumPy files, or the name of a data set.",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The folder that assignments.csv goes into.",
        DefaultValueFactory = _ => "assigned",
        HelpName = "DIR",
    };

    private static readonly Option<string?> NamesOption = new("--names")
    {
        Description = "Names for the clusters: the JSON or CSV that a report's page offers.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> CopyInto = new("--copy-into")
    {
        Description = "Lays the images out in this new folder, one folder per group by its name: hard links where possible, else copies. Originals are never touched.",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        PathArgument.WithDatasetNames();
        var command = new Command("assign", "Puts new images or rows into the groups of a model, and says which are unlike anything it was made from.")
        {
            ModelArgument, PathArgument, Out, NamesOption, CopyInto, CommonOptions.Threads, CommonOptions.Memory, CommonOptions.Data,
        }.WithRowOptions().WithEncoderOption();
        command.SetAction((parsed, cancellation) => Task.FromResult(Assign(parsed, cancellation)));
        return command;
    }

    private static int Assign(ParseResult parsed, CancellationToken cancellation)
    {
        CommonOptions.Apply(parsed);
        var model = Load(parsed);
        if (parsed.GetValue(CopyInto) is null && (model.Input.Encoder is null || Processes.All.Size == 1))
        {
            using var opened = StreamedCommand.Open(parsed.GetValue(PathArgument)!, model.Input.Options(InputOptions.Of(parsed)), _ => true, cancellation);
            if (opened is not null && EncoderOptions.CanEmbedFor(model, opened))
            {
                using var rows = EncoderOptions.EmbedFor(model, opened, parsed, cancellation);
                return StreamedCommand.Assign(model, rows, Path.GetFullPath(parsed.GetValue(Out)!), cancellation);
            }
        }

        if (Processes.All.Rank > 0)
            return 0;
        Dataset? data = null;
        ConsoleProgress.Watch(progress =>
            data = DatasetCatalog.Open(parsed.GetValue(PathArgument)!, model.Input.Options(InputOptions.Of(parsed)), progress, cancellation));
        var images = data!;
        data = EncoderOptions.EmbedFor(model, data!, parsed, cancellation);
        Assign(model, data!.Parts.Select(part => part.Take([.. Enumerable.Range(0, Math.Min(1, part.Count))])), data!.Name, cancellation);  // what cannot be taken is told before a folder is made
        var copies = parsed.GetValue(CopyInto);
        if (copies is not null)
            ClusterFolders.Check(copies, images);
        var folder = Path.GetFullPath(parsed.GetValue(Out)!);
        Unfinished.Prepare(folder);
        var parts = Assign(model, data.Parts, data.Name, cancellation);
        var path = Path.Combine(folder, AssignmentsCsv.FileName);
        var clusters = ClusteredRows.Of(data!, parts);
        AssignmentsCsv.Write(path, clusters, model, data!.ClassNames);
        Print(model, data!, parts);
        var laid = copies is null ? null : LaidOut.Of(copies, ClusterFolders.Write(copies, images, clusters, [.. model.Names], cancellation));
        if (laid is not null)
            Console.WriteLine($"{laid.Folder} has one folder per group: {laid}.");
        Console.WriteLine($"Where every item went is in {path}");
        Answer.Give("assign", () => Result(model, data!, parts, path, laid));
        return 0;
    }

    private static object Result(KindredModel model, Dataset data, Parts<Assignments> parts, string path, LaidOut? laid)
    {
        var all = parts.Present().Select(part => part.Part).ToList();
        var count = all.Sum(part => part.Count);
        return new
        {
            Assignments = path,
            Dataset = data.Name,
            Items = count,
            Unusual = all.Sum(part => part.UnusualCount),
            Warning = UnusualItems.Warning(all.Sum(part => part.UnusualCount), count),
            Clusters = Enumerable.Range(0, model.ClusterCount).Select(cluster => (Cluster: cluster, Size: all.Sum(part => part.Sizes[cluster])))
                .Select(cluster => new { cluster.Cluster, Name = model.Names[cluster.Cluster], cluster.Size, Share = count == 0 ? 0 : (double)cluster.Size / count }),
            Copies = laid,
        };
    }

    private static KindredModel Load(ParseResult parsed)
    {
        var path = parsed.GetValue(ModelArgument)!;
        var model = KindredModel.Load(Directory.Exists(path) ? Path.Combine(path, KindredModel.FileName) : path);
        return parsed.GetValue(NamesOption) is { } names ? model.WithNames(ClusterNames.Read(names)) : model;
    }

    private static Parts<Assignments> Assign(KindredModel model, Parts<ImageSet> data, string name, CancellationToken cancellation)
    {
        try
        {
            return data.Select(part =>
            {
                cancellation.ThrowIfCancellationRequested();
                return model.Assign(part);
            });
        }
        catch (ArgumentException mismatch)
        {
            throw new ArgumentException($"The model cannot group {name}. {mismatch.Message}", mismatch);
        }
    }

    private static void Print(KindredModel model, Dataset data, Parts<Assignments> parts)
    {
        var all = parts.Present().Select(part => part.Part).ToList();
        var (count, unusual) = (all.Sum(part => part.Count), all.Sum(part => part.UnusualCount));
        var table = new Table { Title = new TableTitle(Terminal.Text($"{data.Name}: {Amount.Of(count, "item")}"), new Style(decoration: Decoration.Bold)) }.RoundedBorder();
        table.AddColumns(new TableColumn("cluster").RightAligned(), new TableColumn("name"), new TableColumn("items").RightAligned(), new TableColumn("share").RightAligned());
        for (var cluster = 0; cluster < model.ClusterCount; cluster++)
        {
            var size = all.Sum(part => part.Sizes[cluster]);
            table.AddRow($"{cluster}", Terminal.Text(model.Names[cluster]), $"{size}", count == 0 ? "" : $"{(double)size / count:0.0%}");
        }

        Terminal.Output.WriteTable(table);
        if (data.Table is { } source)
            TableOptions.Describe(source, Terminal.Notes);
        if (data.Files is { } files)
            InputOptions.DescribeLeftOut(files, Terminal.Notes);
        UnusualItems.Write(unusual, count);
    }
}
