using System.Text.Json;
using Kindred.Evaluation;
using Kindred.Networks.Storage;
using Kindred.Reporting;
using Kindred.Runs;

namespace Kindred.Reproduction;

/// <summary>A published figure beside ours.</summary>
/// <param name="Published">Who reported what.</param>
/// <param name="Measured">The same score of the same recipe on the same part, over the seeds.</param>
public sealed record ComparedFigure(PublishedFigure Published, Spread Measured)
{
    /// <summary>Our median less the published figure.</summary>
    public double Difference => Measured.Median - Published.Value;
}

/// <summary>The scores the literature reports, over the seeds.</summary>
public sealed record LiteratureScores(string Recipe, string Part, Spread Accuracy, Spread NormalizedMutualInformation);

/// <summary>What a reproduction found: its runs, and the two tables made from them.</summary>
/// <param name="Runs">One record per recipe and seed; at least one.</param>
public sealed record ReproductionResult(IReadOnlyList<RunRecord> Runs)
{
    public const string MarkdownFile = "reproduction.md";
    public const string JsonFile = "reproduction.json";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>Published figures for these data, whether we ran the recipe or not.</summary>
    public IReadOnlyList<PublishedFigure> Published => PublishedResults.For(Runs[0].Dataset);

    /// <summary>Every published figure of a recipe that ran, beside ours.</summary>
    public IReadOnlyList<ComparedFigure> Compared => Compare(Published);

    /// <summary>One-to-one accuracy and NMI of every recipe, on every part with classes.</summary>
    public IReadOnlyList<LiteratureScores> Literature =>
    [
        .. from recipe in Runs.GroupBy(run => run.Recipe)
           from part in recipe.First().Scores.Present()
           let scores = recipe.Select(run => Of(run, part.Name)).ToList()
           select new LiteratureScores(
               recipe.Key, part.Name, Spread.Of(scores.Select(own => own.Accuracy)), Spread.Of(scores.Select(own => own.NormalizedMutualInformation))),
    ];

    public IReadOnlyList<ulong> Seeds => [.. Runs.Select(run => run.Seed).Distinct().Order()];

    /// <summary>All steps of all runs; less than it took where a training was interrupted, since the record of a run counts from then on.</summary>
    public double Seconds => Runs.Sum(run => run.Stages.Where(stage => !stage.Shared).Sum(stage => stage.Seconds));

    /// <summary>Writes both tables as Markdown and as JSON into <paramref name="folder"/>, each file whole or not at all.</summary>
    public void Save(string folder)
    {
        var first = Runs[0];
        var numbers = new { first.Dataset, first.Version, first.Processor, first.Threads, Seeds, Seconds, Compared, Literature };
        WholeFile.WriteText(Path.Combine(folder, MarkdownFile), ReproductionMarkdown.Of(this));
        WholeFile.WriteText(Path.Combine(folder, JsonFile), JsonSerializer.Serialize(numbers, Json) + "\n");
    }

    internal IReadOnlyList<ComparedFigure> Compare(IEnumerable<PublishedFigure> published) =>
    [
        .. from figure in published
           let runs = Runs.Where(run => run.Recipe == figure.Recipe).ToList()
           where runs.Count > 0
           select new ComparedFigure(figure, Spread.Of(runs.Select(run => Score(Of(run, figure.Part), figure.Score)))),
    ];

    private static Scores Of(RunRecord run, string part) => run.Scores.Present().First(scores => scores.Name == part).Part;

    private static double Score(Scores scores, string name) => name switch
    {
        "majorityVoteAccuracy" => scores.MajorityVoteAccuracy,
        "adjustedMutualInformation" => scores.AdjustedMutualInformation,
        "accuracy" => scores.Accuracy,
        "normalizedMutualInformation" => scores.NormalizedMutualInformation,
        _ => throw new ArgumentException($"There is no published score '{name}'."),
    };
}
