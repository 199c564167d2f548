using System.CommandLine;
using System.Globalization;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Datasets.Streaming;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Selection;

namespace Kindred.Cli;

/// <summary><c>kindred check</c>: what lies at a path, and what <c>kindred cluster</c> would do with it; nothing is clustered.</summary>
internal static class CheckCommand
{
    private const int Shown = 12;

    private static readonly Argument<string> PathArgument = new("PATH") { Description = InputOptions.Paths };

    public static Command Create()
    {
        PathArgument.WithDatasetNames();
        var command = new Command("check", "Says what lies at a path, what would be left out and why, what 'cluster' would do with it, and what that would cost.")
        {
            PathArgument, CommonOptions.Threads, CommonOptions.Memory, CommonOptions.Data,
        }.WithInputOptions();
        command.SetAction((parsed, cancellation) => Task.FromResult(Check(parsed, cancellation)));
        return command;
    }

    private static int Check(ParseResult parsed, CancellationToken cancellation)
    {
        CommonOptions.Apply(parsed);
        var (path, options) = (parsed.GetValue(PathArgument)!, InputOptions.Of(parsed));
        var survey = DatasetCatalog.Known.Any(known => known.Name == path) ? new DataSurvey { What = "a known data set" } : DataSurvey.Of(path, options, cancellation);
        Dataset? data = null;
        string? refusal = null;
        try
        {
            StreamedDataset? rows = null;
            ConsoleProgress.Watch(progress =>
            {
                rows = StreamedDataset.TryOpen(path, options, always: false, progress, cancellation);
                data = rows is null ? DatasetCatalog.Open(path, options, progress, cancellation) : null;
            });
            using (rows)
            {
                if (rows is not null)
                    return CheckStreamed(path, survey, rows);
            }
        }
        catch (DataFileException refused)
        {
            refusal = refused.Message;
        }

        if (data is { Train.Count: 1 })
            refusal = $"{data.Name} is one item alone; at least two are needed to form clusters. 'assign' and 'find' take it.";
        var encoding = data is null || refusal is not null ? null : EncoderOptions.CostOf(data);
        var plan = data is null || refusal is not null ? null : ClusteringPlan.For(data, encoding);
        Write(path, survey, data, plan, encoding, refusal);
        if (plan is not null && encoding is null)
            SayWhatIsMissing(data!);
        var items = data is null ? null : new Items(data.Parts.Present().Sum(part => part.Part.Count), data.Shape, data.ClassNames, data.Table, data.Files);
        Answer.Give("check", () => ReportOf(path, survey, items, PlanOf(plan), refusal));
        return refusal is null ? 0 : KindredCommand.CallersFault;
    }

    /// <summary>Of what memory does not hold: which parts of the recipe would learn from all rows, and which from how many.</summary>
    private static int CheckStreamed(string path, DataSurvey survey, StreamedDataset data)
    {
        var first = data.Take([.. Enumerable.Range(0, Math.Min(data.Rows.Rows, EncoderOptions.Looked))]);
        var encoding = EncoderOptions.CostOf(first);
        var plan = new StreamedClustering { Settings = new AutoClustering() }.Plan(data, new StreamSettings(), encoding?.Encoder);
        WriteSurvey(path, survey, column => UseOf(column, data.Table));
        StreamedCommand.Describe(data, Console.Out);
        Console.WriteLine($"'kindred cluster' would take the recipe {plan.Recipe}. {plan.RecipeReason}");
        if (encoding is not null)
            Console.WriteLine($"{encoding.Encoder.Name}: every file would be encoded once, which would take about {Duration(data.Rows.Rows * encoding.SecondsAPicture)}.");
        else
            SayWhatIsMissing(first);
        foreach (var step in plan.Steps)
            Console.WriteLine($"{step.Name}: would learn from {StreamedCommand.SeenBy(step)}");
        Console.WriteLine($"Sample: {plan.SampleRule}");
        var known = new Items(data.Rows.Rows, data.Shape, data.ClassNames, data.Table, data.Files);
        Answer.Give("check", () => ReportOf(path, survey, known, new { plan.Recipe, plan.RecipeReason, Streaming = new { plan.SampleRule, plan.Steps } }, refusal: null));
        return 0;
    }

    /// <summary>Of photographs that no network will look at.</summary>
    private static void SayWhatIsMissing(Dataset data)
    {
        if (Photographs.Are(data))
            Console.WriteLine(EncoderOptions.Missing);
    }

    private static void WriteSurvey(string path, DataSurvey survey, Func<PartNote, string?> useOf)
    {
        Console.WriteLine($"{path} is {survey.What}.");
        WriteTallies("Formats", survey.Formats);
        WriteTallies("Sizes", survey.Sizes);
        WriteTallies("Colours", survey.Colours);
        WriteTallies("Folders, as classes with --labels-from-folders", survey.Folders);
        WriteParts("Columns", survey.Columns, useOf);
        WriteParts("Arrays", survey.Arrays, _ => null);
    }

    private static void Write(string path, DataSurvey survey, Dataset? data, ClusteringPlan? plan, EncodingCost? encoding, string? refusal)
    {
        WriteSurvey(path, survey, column => UseOf(column, data?.Table));
        if (data is null || plan is null)
        {
            Console.WriteLine($"It would be refused: {refusal}");
            return;
        }

        InputOptions.Describe(data, Console.Out);
        if (data.ClassNames.Count > 0)
            Console.WriteLine($"Classes, for scores only: {data.ClassNames.Count} ({Listed(data.ClassNames)}).");
        Console.WriteLine($"'kindred cluster' would take the recipe {plan.Recipe}. {plan.RecipeReason}");
        Console.WriteLine(plan.CountRule);
        var known = encoding is null ? "rows and columns alone" : $"rows and columns, and {encoding.Encoder.Name}'s time for a few pictures";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Estimated from {known}: {Duration(plan.Seconds.From)} to {Duration(plan.Seconds.To)}, {MemoryLimit.Size(plan.Bytes)} of memory."));
    }

    private static object? PlanOf(ClusteringPlan? plan) => plan is null ? null
        : new { plan.Recipe, plan.RecipeReason, plan.CountRule, SecondsFrom = plan.Seconds.From, SecondsTo = plan.Seconds.To, plan.Bytes, IsEstimate = true };

    private static object ReportOf(string path, DataSurvey survey, Items? items, object? plan, string? refusal) => new
    {
        Path = path,
        survey.What,
        survey.Formats,
        survey.Sizes,
        survey.Colours,
        survey.Folders,
        Columns = survey.Columns.Select(column => new { column.Name, column.Holds, Use = UseOf(column, items?.Table) }),
        survey.Arrays,
        Refusal = refusal,
        Items = items?.Count,
        Values = items?.Shape.Size,
        Shape = items is null ? null : $"{items.Shape}",
        IsTable = items?.Shape.IsTable,
        Classes = items?.ClassNames,
        Notes = items?.Table?.Notes,
        LeftOutRows = items?.Table?.LeftOut,
        LeftOut = items?.Files?.LeftOut,
        Damaged = items?.Files?.Skipped,
        Plan = plan,
    };

    private static string? UseOf(PartNote column, TableSource? table)
    {
        if (table?.Columns is not { } columns)
            return null;
        return columns.IdColumn == column.Name ? "names the rows"
            : columns.LabelColumn == column.Name ? "true classes, for scores only"
            : columns.Names.Count == 0 || columns.Names.Contains(column.Name) ? "learned from" : "left out";
    }

    private static void WriteTallies(string what, ValueList<Tally> tallies)
    {
        if (tallies.Count > 0)
            Console.WriteLine($"{what}: {string.Join(", ", tallies.Take(Shown).Select(tally => $"{tally.Count} {tally.What}"))}{More(tallies.Count)}.");
    }

    private static void WriteParts(string what, ValueList<PartNote> parts, Func<PartNote, string?> use)
    {
        if (parts.Count == 0)
            return;
        Console.WriteLine($"{what}: {parts.Count}.");
        foreach (var part in parts.Take(Shown))
            Console.WriteLine($"  {part.Name}: {part.Holds}{(use(part) is { } known ? $"; {known}" : string.Empty)}");
        if (parts.Count > Shown)
            Console.WriteLine($"  and {parts.Count - Shown} more, all named with --json.");
    }

    private static string Listed(ValueList<string> names) => $"{string.Join(", ", names.Take(Shown))}{More(names.Count)}";

    private static string More(int count) => count > Shown ? $" and {count - Shown} more" : string.Empty;

    private static string Duration(double seconds) => seconds < 90 ? $"{Math.Max(1, seconds):0} s" : seconds < 5400 ? $"{seconds / 60:0} min" : $"{seconds / 3600:0} h";

    /// <summary>What was found of the items, in memory or not.</summary>
    private sealed record Items(int Count, ImageShape Shape, ValueList<string> ClassNames, TableSource? Table, ImageFiles? Files);
}
