using System.Text.Json.Serialization;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Evaluation;

namespace Kindred.Runs;

/// <summary>What ran, on what, how long, how well: all that a table or a report says about a run. Saved as <c>run.json</c>.</summary>
public sealed record RunRecord
{
    /// <summary>Its name on the command line, e.g. <c>kmeans-pixels</c>.</summary>
    public required string Recipe { get; init; }

    /// <summary>Its steps and clusterer in words; null in records made before this was kept.</summary>
    public string? Chain { get; init; }

    public required ulong Seed { get; init; }

    public required int Threads { get; init; }

    /// <summary>Version of Kindred, with the commit it was built from where that is known.</summary>
    public required string Version { get; init; }

    /// <summary>Processor the run was made on.</summary>
    public required string Processor { get; init; }

    public required DatasetSummary Dataset { get; init; }

    /// <summary>Where the data were read and how, so that they can be read again; null for data made in a program.</summary>
    public InputSummary? Input { get; init; }

    /// <summary>The numbers that stood for the items, where these were not clustered by their own values.</summary>
    public EmbeddingSummary? Embedding { get; init; }

    /// <summary>Why this recipe was taken, as a sentence, where nobody chose it.</summary>
    public string? RecipeReason { get; init; }

    /// <summary>What was done otherwise than the recipe says, and why, as sentences: that an encoder failed, say. As a rule there are none.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Clusters that were looked for; null in records made before this was kept.</summary>
    public int? ClusterCount { get; init; }

    /// <summary>How the number of clusters was found, where nobody gave it.</summary>
    public ClusterCountCurve? ClusterCountEstimate { get; init; }

    /// <summary>The number of clusters, between which numbers it may lie, and how sure that is, where nobody gave it and shapes were unfolded to find it.</summary>
    public CountRange? ClusterCountRange { get; init; }

    /// <summary>The parts of the clusters, and the order in which parts and clusters would merge; null where there were too few rows, and in records made before this was kept.</summary>
    public ClusterTree? Tree { get; init; }

    /// <summary>How far the clusters can be trusted, where that was looked at.</summary>
    public Trust? Trust { get; init; }

    /// <summary>How rows were streamed; null where all lay in memory.</summary>
    public StreamingSummary? Streaming { get; init; }

    /// <summary>How outliers and near-duplicates were looked for, where they were.</summary>
    public FindingsSummary? Findings { get; init; }

    /// <summary>The recipe with every setting, as it prints itself.</summary>
    public required string Settings { get; init; }

    /// <summary>The steps in order, with the time each took.</summary>
    public required IReadOnlyList<Stage> Stages { get; init; }

    /// <summary>Losses per epoch, where a network was trained; else empty.</summary>
    public IReadOnlyList<EpochRecord> History { get; init; } = [];

    /// <summary>What the method itself measured, e.g. <c>inertia</c>, <c>iterations</c>, <c>converged</c> (1 or 0).</summary>
    public IReadOnlyDictionary<string, double> Outcome { get; init; } = new Dictionary<string, double>();

    /// <summary>The epoch whose network was kept, counted from 1; null where no network was trained.</summary>
    [JsonIgnore]
    public int? ChosenEpoch => Outcome.TryGetValue("bestEpoch", out var epoch) ? (int)epoch : null;

    /// <summary>Agreement with the true classes, per part; null where these are unknown.</summary>
    public required Parts<Scores> Scores { get; init; }

    /// <summary>The same where rows are in no cluster, both ways of the literature; null for parts where all are in one, and in records made before this was kept.</summary>
    public Parts<ScoresWithNoise>? ScoresWithNoise { get; init; }

    /// <summary>Counts, rows true classes, columns clusters as numbered, per part; null where classes are unknown.</summary>
    public required Parts<long[][]> Confusion { get; init; }
}

/// <summary>What made the numbers that were clustered.</summary>
/// <param name="Name">Of the encoder, or of the file that they were read from.</param>
/// <param name="Columns">Numbers of an item.</param>
/// <param name="Sha256">Of the encoder's file; null where it was made elsewhere.</param>
/// <param name="Preparation">How pictures were brought to the encoder, in words.</param>
public sealed record EmbeddingSummary(string Name, int Columns, string? Sha256, string? Preparation)
{
    internal static EmbeddingSummary? Of(Dataset data) => data.Embedding is { } embedding
        ? new EmbeddingSummary(embedding.Name, embedding.Columns, embedding.Encoder?.Sha256, embedding.Encoder?.Preparation.ToString())
        : null;
}

/// <summary>How many clusters there seem to be.</summary>
/// <param name="Count">That were looked for.</param>
/// <param name="Lowest">That there may be.</param>
/// <param name="Highest">That there may be.</param>
/// <param name="CountByLinks">By the second rule; null where it was not asked.</param>
/// <param name="Sentence">What was found, and how sure it is.</param>
public sealed record CountRange(int Count, int Lowest, int Highest, int? CountByLinks, string Sentence);

/// <summary>Which data, and how many rows in each part.</summary>
public sealed record DatasetSummary(
    string Name,
    string Sha256,
    string Shape,
    int Train,
    int Validation,
    int Test,
    ulong? SplitSeed,
    IReadOnlyList<string> ClassNames);

/// <summary>A step of a run and its duration.</summary>
/// <param name="Name">Of the step.</param>
/// <param name="Seconds">That it took.</param>
/// <param name="Shared">Whether that time was spent for another run: a network that several recipes share.</param>
public sealed record Stage(string Name, double Seconds, bool Shared = false);

/// <summary>Mean loss over an epoch (counted from 1); the validation loss is missing when nothing was held out.</summary>
public sealed record EpochRecord(int Epoch, double Training, double? Validation);
