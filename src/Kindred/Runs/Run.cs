using System.Runtime.InteropServices;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Evaluation;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Runs;

/// <summary>What a recipe leaves: its record, where every row went, and what was learned on the way.</summary>
public sealed record Run(RunRecord Record, Parts<ClusteredRows> Clusters)
{
    /// <summary>Clusters that were looked for; some may be empty.</summary>
    public int ClusterCount => Record.ClusterCount ?? Record.Confusion.Train?[0].Length ?? Clusters.Present().Max(part => part.Part.Clusters.Max()) + 1;

    /// <summary>Codes, restored images and layers, for the report.</summary>
    public RunDetails Details { get; init; } = new();

    /// <summary>What stands out among the rows, where it was looked for.</summary>
    public Findings? Findings { get; init; }

    /// <summary>The whole way from images to clusters, to be kept as <c>model.kindred</c>.</summary>
    public KindredModel? Model { get; init; }

    /// <summary>Scores the clusters against the classes, writes the record, and keeps the way from rows to clusters as a model.</summary>
    internal static Run Of(
        RunOrigin origin, Dataset data, StageClock clock, Parts<ClusteredRows> clusters, IClusterModel model, IReadOnlyList<ITransform> steps)
    {
        var tables = clusters.Select(part => part.Classes is null ? null : Contingency.Of(part.Classes, WithNone(part.Clusters, model.ClusterCount), data.ClassNames.Count, model.ClusterCount));
        var record = new RunRecord
        {
            Recipe = origin.Recipe,
            Chain = origin.Chain,
            Seed = origin.Seed,
            Threads = Parallelism.Threads,
            Version = ProgramVersion.Text,
            Processor = Processor,
            Dataset = Summarise(data),
            ClusterCount = model.ClusterCount,
            Input = InputSummary.Of(data),
            Embedding = EmbeddingSummary.Of(data),
            Settings = origin.Settings,
            Stages = clock.Stages,
            History = [.. History(steps)],
            Outcome = Outcome(steps, model),
            Scores = tables.Select(Evaluation.Scores.Of),
            ScoresWithNoise = WithNoise(clusters),
            Confusion = tables.Select(table => table.ToRows()),
        };
        var usual = KindredModel.FarthestUsual(clusters.Train!.Distances);
        return new Run(record, clusters) { Model = new KindredModel(ModelInput.Of(data), steps, model, ToModelOrigin(record), usual) };
    }

    private static Parts<ScoresWithNoise>? WithNoise(Parts<ClusteredRows> parts)
    {
        var both = parts.Select(part => part.Classes is null || !part.Clusters.Contains(Membership.NoCluster) ? null : Known(part.Classes, part.Clusters));
        return both.Present().Any() ? both : null;
    }

    private static ScoresWithNoise? Known(int[] classes, int[] clusters)
    {
        int[] known = [.. Enumerable.Range(0, classes.Length).Where(row => classes[row] >= 0)];
        return known.Length == 0 ? null : ScoresWithNoise.Compare(Array.ConvertAll(known, row => classes[row]), Array.ConvertAll(known, row => clusters[row]));
    }

    // rows in no cluster are scored as one more after the last
    private static int[] WithNone(int[] clusters, int clusterCount) => Array.ConvertAll(clusters, cluster => cluster == Membership.NoCluster ? clusterCount : cluster);

    private static ModelOrigin ToModelOrigin(RunRecord record) => new()
    {
        Recipe = record.Recipe,
        Seed = record.Seed,
        Settings = record.Settings,
        Version = record.Version,
        Dataset = record.Dataset.Name,
        DatasetSha256 = record.Dataset.Sha256,
        Rows = record.Dataset.Train,
    };

    /// <summary>Losses of the last network among the steps.</summary>
    private static IEnumerable<EpochRecord> History(IReadOnlyList<ITransform> steps) => steps.OfType<IEncoderModel>().LastOrDefault() is { } encoder
        ? encoder.History.Epochs.Select((epoch, index) => new EpochRecord(index + 1, epoch.TrainingLoss, epoch.ValidationLoss))
        : [];

    /// <summary>What the steps and the clusterer say of themselves; the clusterer's numbers come first.</summary>
    private static Dictionary<string, double> Outcome(IReadOnlyList<ITransform> steps, IClusterModel model)
    {
        var outcome = new Dictionary<string, double>(model.Outcome);
        foreach (var (name, value) in steps.SelectMany(step => step.Outcome))
            outcome.TryAdd(name, value);
        return outcome;
    }

    private static string Processor { get; } =
        $"{ProcessorName()} ({Environment.ProcessorCount} logical processors), {RuntimeInformation.OSDescription}";

    private static DatasetSummary Summarise(Dataset data) => new(
        data.Name,
        data.Sha256,
        data.Shape.InArrayOrder,
        data.Train.Count,
        data.Validation?.Count ?? 0,
        data.Test?.Count ?? 0,
        data.Split?.Seed,
        data.ClassNames);

    private static string ProcessorName()
    {
        const string systemFile = "/proc/cpuinfo";
        if (File.Exists(systemFile))
        {
            var line = File.ReadLines(systemFile).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal));
            if (line is not null)
                return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
