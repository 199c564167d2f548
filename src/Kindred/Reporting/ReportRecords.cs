using System.Globalization;
using System.Security.Cryptography;
using Kindred.Datasets;
using Kindred.Evaluation;
using Kindred.Runs;

namespace Kindred.Reporting;

/// <summary>Run records as the page reads them.</summary>
internal static class ReportRecords
{
    public static RunJson ToJson(ReportRun run, string id, DetailsJson? details)
    {
        var record = run.Record;
        return new RunJson(
            id,
            record.Recipe,
            record.Seed.ToString(CultureInfo.InvariantCulture),
            record.Threads,
            record.Version,
            record.Processor,
            record.Settings,
            ToJson(record.Dataset),
            record.Stages,
            [.. record.History.Select(epoch => new EpochJson(epoch.Epoch, Finite(epoch.Training), Finite(epoch.Validation)))],
            run.ChosenEpoch,
            record.Outcome.ToDictionary(outcome => outcome.Key, outcome => Finite(outcome.Value)),
            new PartsJson<Scores>(record.Scores.Train, record.Scores.Validation, record.Scores.Test),
            ToJson(record.Confusion.Select(ToJson)),
            Remarks(record),
            record.Input is { } input ? new InputJson(input.SizeNote, input.OtherFiles, input.Skipped) : null,
            record.ClusterCountEstimate,
            record.Findings,
            record.Trust,
            record.ClusterCountRange,
            record.ScoresWithNoise is { } noise ? new PartsJson<NoiseJson>(ToJson(noise.Train), ToJson(noise.Validation), ToJson(noise.Test)) : null,
            details);
    }

    /// <summary>A name for the run that stays while its result does: names given to clusters in the page are kept under it.</summary>
    public static string Id(RunRecord record, DetailsJson? details)
    {
        var sizes = details is null ? string.Empty : string.Join(' ', details.Sizes);
        var told = string.Create(
            CultureInfo.InvariantCulture,
            $"{record.Dataset.Sha256}\n{record.Recipe}\n{record.Seed}\n{record.Settings}\n{record.Version}\n{sizes}");
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(told)))[..16];
    }

    private static DatasetJson ToJson(DatasetSummary dataset) => new(
        dataset.Name,
        dataset.Sha256,
        dataset.Shape,
        dataset.Train,
        dataset.Validation,
        dataset.Test,
        dataset.SplitSeed?.ToString(CultureInfo.InvariantCulture),
        dataset.ClassNames);

    private static ConfusionJson? ToJson(long[][] counts)
    {
        if (counts.Length == 0 || counts.All(row => row.Sum() == 0))
            return null;
        var table = new Contingency(counts.Length, counts[0].Length, [.. counts.SelectMany(row => row)]);
        return new ConfusionJson(counts, table.ClusterOfClass, table.BestClusterOrder.ToArray());
    }

    private static NoiseJson? ToJson(ScoresWithNoise? scores) => scores is null ? null : new NoiseJson(scores.AllRows, scores.Clustered, scores.Covered);

    private static PartsJson<ConfusionJson> ToJson(Parts<ConfusionJson> parts) => new(parts.Train, parts.Validation, parts.Test);

    /// <summary>What stands beside the recipe's name: why it was taken, and what was done otherwise.</summary>
    private static string? Remarks(RunRecord record) =>
        Joined([record.RecipeReason, .. record.Warnings]);

    private static string? Joined(IEnumerable<string?> sentences) =>
        string.Join(' ', sentences.Where(sentence => !string.IsNullOrEmpty(sentence))) is { Length: > 0 } text ? text : null;

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
