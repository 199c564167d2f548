using System.Globalization;
using Kindred.Datasets;
using Kindred.Datasets.Streaming;
using Kindred.Models;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Reporting;
using Kindred.Runs;
using Kindred.Selection;
using Spectre.Console;

namespace Kindred.Cli;

/// <summary>What <c>cluster</c>, <c>run</c> and <c>assign</c> do where rows are more than memory holds, or where several processes share them.</summary>
internal static class StreamedCommand
{
    private const int FirstRows = 256;  // tell what kind of data it is

    /// <summary>The rows, where they are to be streamed: more than memory holds, or shared by several processes that all gain from that; else null, and the first process works alone.</summary>
    /// <param name="path">Of the data, or the name of a set.</param>
    /// <param name="options">How they are read.</param>
    /// <param name="canShare">Whether what is to be done with such rows learns in passes, so that processes can share it.</param>
    /// <param name="cancellation">Stops between files.</param>
    public static StreamedDataset? Open(string path, DatasetOptions options, Func<Dataset, bool> canShare, CancellationToken cancellation)
    {
        StreamedDataset? data = null;
        ConsoleProgress.Watch(progress =>
        {
            data = StreamedDataset.TryOpen(path, options, always: false, progress, cancellation);
            if (data is not null || Processes.All.Size == 1)
                return;
            data = StreamedDataset.TryOpen(path, options, always: true, progress, cancellation) ?? StreamedDataset.Of(DatasetCatalog.Open(path, options, progress, cancellation));
            if (canShare(data.Take([.. Enumerable.Range(0, Math.Min(data.Rows.Rows, FirstRows))])))
                return;
            data.Dispose();
            data = null;
        });
        return data;
    }

    /// <summary>Clusters, and says what was found.</summary>
    /// <returns>The folder of the run; empty at processes that save nothing.</returns>
    public static StreamedRun Cluster(AutoClustering settings, StreamedDataset data, string parent, CancellationToken cancellation)
    {
        Describe(data);
        if (Processes.All.Rank == 0)
            Unfinished.Prepare(parent);
        StreamedRun? run = null;
        ConsoleProgress.Watch(progress => run = new StreamedClustering { Settings = settings }.Run(data, parent, new StreamSettings(), Finish, new Paced(progress, data), cancellation));
        if (Processes.All.Rank == 0)
            Print(run!);
        return run!;
    }

    /// <summary>Puts all rows where the model says, and writes that as it comes.</summary>
    public static int Assign(KindredModel model, StreamedDataset data, string folder, CancellationToken cancellation)
    {
        Describe(data);
        var isFirst = Processes.All.Rank == 0;
        if (isFirst)
            Unfinished.Prepare(folder);
        var path = Path.Combine(folder, AssignmentsCsv.FileName);
        StreamingSummary? summary = null;
        ConsoleProgress.Watch(progress => summary = StreamedAssignment.Write(model, data, isFirst ? path : null, new StreamSettings(), new Paced(progress, data), cancellation));
        if (!isFirst)
            return 0;
        Write(summary!, model.Names, isTable: data.Shape.IsTable);
        UnusualItems.Write(summary!.Unusual, summary.Rows);
        Console.WriteLine($"Where every item went is in {path}");
        Answer.Give("assign", () => new
        {
            Assignments = path,
            Dataset = data.Name,
            Items = summary.Rows,
            summary.Unusual,
            Warning = UnusualItems.Warning(summary.Unusual, summary.Rows),
            Clusters = summary.ClusterSizes.Select((size, cluster) => new { Cluster = cluster, Name = model.Names[cluster], Size = size, Share = (double)size / summary.Rows }),
        });
        return 0;
    }

    private static void Finish(string folder, StreamedRun run) => RunReport.Write(Path.Combine(folder, RunReport.FileName), run.Data, [run.Sample]);

    /// <summary>Says that rows are streamed, and how.</summary>
    public static void Describe(StreamedDataset data) => Describe(data, Terminal.Notes);

    /// <summary>The same to another writer.</summary>
    public static void Describe(StreamedDataset data, TextWriter writer)
    {
        data = data.Pictures ?? data;
        var bytes = MemoryLimit.Size((double)data.Rows.Rows * data.Rows.BytesOfRow);
        var settings = new StreamSettings();
        var who = settings.Communicator.Size == 1 ? string.Empty : $" by {settings.Communicator.Size} processes";
        writer.WriteLine($"{data.Name}: {InputOptions.Counted(data.Rows.Rows, data.Shape)}, {bytes}, streamed{who} through {MemoryLimit.Size(settings.Memory)} of memory{(who.Length > 0 ? " each" : "")}.");
        if (data.Table is { } table)
            TableOptions.Describe(table, writer);
        if (data.Files is { } files)
            InputOptions.DescribeLeftOut(files, writer);
    }

    private static void Print(StreamedRun run)
    {
        var record = run.Record;
        Console.WriteLine($"Recipe: {record.Recipe}.{(record.RecipeReason is null ? string.Empty : $" {record.RecipeReason}")}");
        foreach (var step in run.Streaming.Steps)
            Console.WriteLine($"{step.Name}: learned from {SeenBy(step)}");
        Console.WriteLine($"Sample: {run.Streaming.SampleRule}");
        if (record.ClusterCountRange is { } range)
            Console.WriteLine($"Number of clusters: {range.Sentence}");
        foreach (var warning in record.Warnings)
            Console.WriteLine($"Note: {warning}");
        Write(run.Streaming, run.Sample.Model!.Names, run.Data.Shape.IsTable);
        if (record.Scores.Present().Any())
            Terminal.Output.WriteTable(ScoreTable.Of([record]));
    }

    /// <summary>What a part of a recipe learns from, and why not from all rows.</summary>
    public static string SeenBy(StreamedStep step) => step.SampleReason is null ? $"all {Amount.Of(step.Rows, "row", "N0")}, in passes." : $"{Amount.Of(step.Rows, "row", "N0")}. {step.SampleReason}";

    private static void Write(StreamingSummary summary, ValueList<string> names, bool isTable)
    {
        var table = new Table().RoundedBorder().AddColumn(new TableColumn("cluster").RightAligned()).AddColumn("name")
            .AddColumn(new TableColumn(isTable ? "rows" : "images").RightAligned()).AddColumn(new TableColumn("share").RightAligned());
        foreach (var (cluster, size) in summary.ClusterSizes.Index())
            table.AddRow($"{cluster}", Terminal.Text(names[cluster]), Number(size), ((double)size / summary.Rows).ToString("0.0%", CultureInfo.InvariantCulture));
        Terminal.Output.WriteTable(table);
    }

    /// <summary>Says how fast rows come, too.</summary>
    private sealed class Paced(IProgress<FitProgress> progress, StreamedDataset data) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => progress.Report(value with { Pace = data.Pace });
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
