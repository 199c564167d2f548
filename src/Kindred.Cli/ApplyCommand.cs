using System.CommandLine;
using System.Globalization;
using Kindred.Datasets;
using Kindred.Models;
using Kindred.Networks.Storage;
using Kindred.Runs;

namespace Kindred.Cli;

/// <summary><c>kindred apply</c>: carries out what a reader of a report decided.</summary>
internal static class ApplyCommand
{
    private static readonly Argument<string> RunArgument = new("RUN") { Description = "The folder of the run." };

    private static readonly Argument<string?> DecisionsArgument = new("DECISIONS")
    {
        Description = "The decisions that the run's report offers for download, as JSON; decisions.json in the run's folder, where 'kindred serve' keeps them, unless said.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Into = new("--into")
    {
        Description = "Lays the images out in this new folder, one folder per group, by the names that were given: hard links where possible, else copies.",
        HelpName = "DIR",
    };

    private static readonly Option<string?> ModelOption = new("--model")
    {
        Description = "Writes a model that puts new items into these groups; 'kindred assign' takes it.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Where the table of assignments goes; curated-assignments.csv in the run's folder unless said.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> DatasetOption = new("--dataset")
    {
        Description = "What the run was made on, where its record's name is not enough: a path.",
        HelpName = "PATH",
    };

    public static Command Create()
    {
        var command = new Command("apply", "Carries out the decisions made in a report: folders by the names given, a table of assignments, a model.")
        {
            RunArgument, DecisionsArgument, Into, ModelOption, Out, DatasetOption, CommonOptions.Threads, CommonOptions.Data,
        }.WithEncoderOption();
        command.SetAction((parsed, cancellation) => Task.FromResult(Apply(parsed, cancellation)));
        return command;
    }

    private static int Apply(ParseResult parsed, CancellationToken cancellation)
    {
        CommonOptions.Apply(parsed);
        var folder = parsed.GetValue(RunArgument)!;
        var run = RunFolder.ReadWhole(folder);
        var decisions = DecisionsOf(folder, parsed);
        var curated = CuratedRun.Of(run, Decisions.Read(decisions));
        var (into, modelPath) = (parsed.GetValue(Into), parsed.GetValue(ModelOption));
        var data = into is null && modelPath is null ? null : DataOf(run, parsed, cancellation);
        if (into is not null)
            ClusterFolders.Check(into, data!);
        var own = File.Exists(Path.Combine(folder, KindredModel.FileName)) ? KindredModel.Load(Path.Combine(folder, KindredModel.FileName)) : null;
        var model = modelPath is null ? null : ModelOf(curated, own, data!, folder, parsed, cancellation);
        var (table, tags) = WriteTables(parsed.GetValue(Out) ?? Path.Combine(folder, "curated-assignments.csv"), curated, own, run);
        var laid = into is null ? null : LaidOut.Of(into, ClusterFolders.Write(into, data!, curated, cancellation));
        if (laid is not null)
            Console.WriteLine($"{laid.Folder} has one folder per group: {laid}.");
        model?.Save(modelPath!);
        if (model is not null)
            Console.WriteLine($"{Path.GetFullPath(modelPath!)} puts new items into these groups.");
        Answer.Give("apply", () => new
        {
            Run = Path.GetFullPath(folder),
            Decisions = Path.GetFullPath(decisions),
            Assignments = table,
            Tags = tags,
            Groups = curated.Groups.Select(group => new { Group = group, Name = curated.NameOf(group), Size = SizeOf(curated, group) }),
            Into = laid,
            Model = modelPath is null ? null : Path.GetFullPath(modelPath),
        });
        return 0;
    }

    private static string DecisionsOf(string folder, ParseResult parsed)
    {
        if (parsed.GetValue(DecisionsArgument) is { } given)
            return given;
        var kept = Path.Combine(folder, Decisions.FileName);
        return File.Exists(kept) ? kept
            : throw new ArgumentException($"{folder} holds no {Decisions.FileName}: 'kindred serve {folder}' keeps one there, and the run's report offers one for download, which can be named after RUN.");
    }

    private static Dataset DataOf(Run run, ParseResult parsed, CancellationToken cancellation)
    {
        var data = ReportCommand.DataOf(run.Record, parsed.GetValue(DatasetOption), parsed, cancellation);
        return data.Sha256 == run.Record.Dataset.Sha256 ? data
            : throw new ArgumentException($"{data.Name} is not what the run was made on any more: files were added, removed or changed. Its assignments alone can be written, without --into and --model.");
    }

    private static KindredModel ModelOf(CuratedRun curated, KindredModel? own, Dataset data, string folder, ParseResult parsed, CancellationToken cancellation) => own is null
        ? throw new ArgumentException($"{folder} holds no {KindredModel.FileName}, from which a curated model is made.")
        : curated.Model(own, EncoderOptions.EmbedFor(own, data, parsed, cancellation).Train);

    private static (string Table, string? Tags) WriteTables(string path, CuratedRun curated, KindredModel? own, Run run)
    {
        var table = Path.GetFullPath(path);
        Unfinished.Prepare(Path.GetDirectoryName(table)!);
        AssignmentsCsv.Write(table, curated.Clusters, curated.NameOf, own?.UnusualDistance, run.Record.Dataset.ClassNames);
        foreach (var group in curated.Groups)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{SizeOf(curated, group),8:N0}  {curated.NameOf(group)}"));
        Console.WriteLine($"Where every item is now is in {table}");
        if (curated.Tags.Count == 0)
            return (table, null);
        var tags = Path.ChangeExtension(table, ".tags.csv");
        curated.WriteTags(tags);
        Console.WriteLine($"The tags are in {tags}");
        return (table, tags);
    }

    private static int SizeOf(CuratedRun curated, int group) => curated.Clusters.Present().Sum(part => part.Part.Clusters.Count(own => own == group));
}
