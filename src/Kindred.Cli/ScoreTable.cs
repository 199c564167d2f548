using System.Globalization;
using Kindred.Evaluation;
using Kindred.Numerics;
using Kindred.Reproduction;
using Kindred.Runs;
using Spectre.Console;

namespace Kindred.Cli;

/// <summary>The scores of runs as a table: a line a run and part, then medians and ranges over the seeds.</summary>
internal static class ScoreTable
{
    private const string AllRows = ", all rows", OfTheClustered = ", clustered rows";

    private static readonly (string Title, Func<Scores, double> Value)[] Columns =
    [
        ("accuracy", scores => scores.Accuracy),
        ("majority vote", scores => scores.MajorityVoteAccuracy),
        ("NMI", scores => scores.NormalizedMutualInformation),
        ("AMI", scores => scores.AdjustedMutualInformation),
        ("ARI", scores => scores.AdjustedRandIndex),
    ];

    public static Table Of(IReadOnlyList<RunRecord> runs)
    {
        var table = new Table { Title = new TableTitle(Terminal.Text(Title(runs)), new Style(decoration: Decoration.Bold)) }.RoundedBorder();
        table.AddColumns(new TableColumn("recipe").NoWrap(), new TableColumn("part").NoWrap(), new TableColumn("seed").NoWrap());
        foreach (var (title, _) in Columns)
            table.AddColumn(new TableColumn(title).RightAligned());
        table.AddColumn(new TableColumn("seconds").RightAligned());
        foreach (var run in runs)
            AddRun(table, run);
        if (runs.Any(run => run.ScoresWithNoise is not null))
            table.Caption($"'{AllRows[2..]}': those in no cluster count as one cluster more; '{OfTheClustered[2..]}': they are left out, and the share that is left is named. Medians are over all rows.");
        foreach (var recipe in runs.GroupBy(run => run.Recipe).Where(group => group.Count() > 1))
            AddMedians(table, recipe.Key, [.. recipe]);
        return table;
    }

    private static string Title(IReadOnlyList<RunRecord> runs)
    {
        var data = runs[0].Dataset;
        var parts = data.Test > 0 ? $"{data.Train} train, {data.Test} test" : Amount.Of(data.Train, "row");
        return $"{data.Name}: {parts}";
    }

    private static void AddRun(Table table, RunRecord run)
    {
        var seconds = Number(run.Stages.Sum(stage => stage.Seconds), "0.0");
        var lines = Lines(run).ToList();
        if (lines.Count == 0)
            table.AddRow([run.Recipe, "train", Seed(run), .. Columns.Select(_ => "unknown"), seconds]);
        foreach (var (part, scores) in lines)
        {
            table.AddRow([run.Recipe, part, Seed(run), .. Columns.Select(column => scores is null ? "–" : Number(column.Value(scores), "0.0000")), seconds]);
            seconds = string.Empty;
        }
    }

    /// <summary>The scores of each part; both ways of the literature where rows are in no cluster.</summary>
    private static IEnumerable<(string Part, Scores? Scores)> Lines(RunRecord run)
    {
        var both = run.ScoresWithNoise?.Present().ToDictionary(part => part.Name, part => part.Part) ?? [];
        foreach (var (part, scores) in run.Scores.Present())
        {
            if (!both.TryGetValue(part, out var noise))
            {
                yield return (part, scores);
                continue;
            }

            yield return (part + AllRows, noise.AllRows);
            yield return ($"{part}{OfTheClustered} ({Number(noise.Covered, "0%")})", noise.Clustered);
        }
    }

    private static void AddMedians(Table table, string recipe, IReadOnlyList<RunRecord> runs)
    {
        table.AddEmptyRow();
        foreach (var part in runs[0].Scores.Present().Select(part => part.Name))
        {
            var scores = runs.Select(run => run.Scores.Present().First(other => other.Name == part).Part).ToList();
            table.AddRow([recipe, part, $"median of {runs.Count}", .. Columns.Select(column => Number(Spread.Of(scores.Select(column.Value)).Median, "0.0000")), string.Empty]);
            table.AddRow([string.Empty, string.Empty, "range", .. Columns.Select(column => Range(Spread.Of(scores.Select(column.Value)))), string.Empty]);
        }
    }

    private static string Range(Spread values) => $"{Number(values.Lowest, "0.000")}–{Number(values.Highest, "0.000")}";

    private static string Seed(RunRecord run) => run.Seed.ToString(CultureInfo.InvariantCulture);

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
