using Kindred.Clustering;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Reporting;
using Kindred.Runs;

namespace Kindred.Cli;

/// <summary>What programs are told of a run; the names are those of <c>run.json</c> where it has them.</summary>
internal sealed record RunAnswer
{
    public required string Folder { get; init; }
    public required string Report { get; init; }
    public required string Assignments { get; init; }
    public string? Model { get; init; }
    public required string Recipe { get; init; }
    public string? RecipeReason { get; init; }
    public required ulong Seed { get; init; }
    public required RunAnswerData Dataset { get; init; }
    public int? ClusterCount { get; init; }
    public CountRange? ClusterCountRange { get; init; }
    public Trust? Trust { get; init; }
    public required object Scores { get; init; }
    public object? ScoresWithNoise { get; init; }
    public required double Seconds { get; init; }
    public required IReadOnlyList<string> Warnings { get; init; }

    public static RunAnswer Of(RunRecord record, string folder)
    {
        var (whole, model) = (Path.GetFullPath(folder), Path.Combine(folder, KindredModel.FileName));
        return new RunAnswer
        {
            Folder = whole,
            Report = Path.Combine(whole, RunReport.FileName),
            Assignments = Path.Combine(whole, AssignmentsCsv.FileName),
            Model = File.Exists(model) ? Path.GetFullPath(model) : null,
            Recipe = record.Recipe,
            RecipeReason = record.RecipeReason,
            Seed = record.Seed,
            Dataset = new RunAnswerData(record.Dataset.Name, record.Dataset.Sha256, record.Dataset.Train, record.Dataset.Validation, record.Dataset.Test),
            ClusterCount = record.ClusterCount,
            ClusterCountRange = record.ClusterCountRange,
            Trust = record.Trust,
            Scores = record.Scores,
            ScoresWithNoise = record.ScoresWithNoise,
            Seconds = record.Stages.Sum(stage => stage.Seconds),
            Warnings = record.Warnings,
        };
    }
}

/// <summary>Which data, and how many rows.</summary>
internal sealed record RunAnswerData(string Name, string Sha256, int Train, int Validation, int Test);

/// <summary>A cluster, and how far it can be trusted where that was looked at.</summary>
internal sealed record ClusterAnswer(int Cluster, int Size, double Share, double? Silhouette, double? Stability, bool? NeedsLook, string? MostTypical)
{
    public static IEnumerable<ClusterAnswer> Of(Run run)
    {
        var all = run.Clusters.Present().SelectMany(part => part.Part.Clusters.Select((group, i) => (Group: group, Distance: part.Part.Distances[i], Name: part.Part.Names?[i]))).ToLookup(row => row.Group);
        var (total, trust) = (all.Sum(group => group.Count()), run.Record.Trust?.Clusters);
        return Enumerable.Range(0, run.ClusterCount).Select(cluster =>
        {
            var members = all[cluster].ToList();
            var known = trust?[cluster];
            return new ClusterAnswer(cluster, members.Count, (double)members.Count / total, known?.Silhouette, known?.Stability, known?.NeedsLook, members.Count == 0 ? null : members.MinBy(row => row.Distance).Name);
        });
    }

    public static int InNone(Run run) => run.Clusters.Present().Sum(part => part.Part.Clusters.Count(cluster => cluster == Membership.NoCluster));
}
