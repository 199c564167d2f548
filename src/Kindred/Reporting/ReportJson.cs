using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kindred.Reporting;

// What the page reads: the records of web/src/data/format.ts, member for member. The two files change together.

internal sealed record ReportJson(
    string Title,
    string Version,
    IReadOnlyList<RunJson> Runs,
    IReadOnlyList<PointsJson> Data,
    IReadOnlyList<PublishedFigure> Published,
    RecommendedJson? Recommended,
    ColumnJson? Program)
{
    // The default encoder writes < and & as escapes, so that no text can end the script element it stands in.
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, Options);
}

internal sealed record RecommendedJson(string Run, string Reason);

internal sealed record RunJson(
    string Id,
    string Recipe,
    string Seed,
    int Threads,
    string Version,
    string Processor,
    string Settings,
    DatasetJson Dataset,
    IReadOnlyList<Runs.Stage> Stages,
    IReadOnlyList<EpochJson> History,
    int? ChosenEpoch,
    IReadOnlyDictionary<string, double?> Outcome,
    PartsJson<Evaluation.Scores> Scores,
    PartsJson<ConfusionJson> Confusion,
    string? RecipeReason,
    InputJson? Input,
    Clustering.ClusterCountCurve? Estimate,
    Runs.FindingsSummary? Findings,
    Evaluation.Trust? Trust,
    Runs.CountRange? CountRange,
    PartsJson<NoiseJson>? Noise,
    DetailsJson? Details);

internal sealed record NoiseJson(Evaluation.Scores AllRows, Evaluation.Scores? Clustered, double Covered);

internal sealed record InputJson(string? SizeNote, int OtherFiles, IReadOnlyList<Datasets.Images.SkippedFile> Skipped);

internal sealed record DatasetJson(
    string Name,
    string Sha256,
    string Shape,
    int Train,
    int Validation,
    int Test,
    string? SplitSeed,
    IReadOnlyList<string> ClassNames);

internal sealed record EpochJson(int Epoch, double? Training, double? Validation);

internal sealed record PartsJson<T>(T? Train, T? Validation, T? Test)
    where T : class;

internal sealed record ConfusionJson(long[][] Counts, IReadOnlyList<int> ClusterOfClass, int[] Order);

internal sealed record ColumnJson(int Block, string Type, int Length);

internal sealed record PartJson(string Name, int Points);

internal sealed record PointsJson(
    int Total,
    IReadOnlyList<PartJson> Parts,
    IReadOnlyList<string> ClassNames,
    ColumnJson Rows,
    ColumnJson? Classes,
    ColumnJson? Names,
    ImagesJson? Images,
    TableJson? Table);

internal sealed record TableJson(IReadOnlyList<string> Columns, float[] Means, float[] Deviations, ColumnJson? Values);

internal sealed record ImagesJson(
    int Height,
    int Width,
    int Channels,
    string SourceShape,
    int RandomCount,
    ColumnJson Points,
    ColumnJson Pixels,
    ThumbnailsJson? Thumbnails,
    SheetsJson? Sheets);

internal sealed record SheetsJson(string Folder, int Side, int Columns, ColumnJson Places);

internal sealed record ThumbnailsJson(int Side, string? Address, ColumnJson Ends, ColumnJson Bytes);

internal sealed record DetailsJson(
    int Data,
    int ClusterCount,
    int[] Sizes,
    int NoCluster,
    ColumnJson Clusters,
    ColumnJson? Probabilities,
    ColumnJson? Distances,
    IReadOnlyList<PositionsJson> Maps,
    TreeJson? Tree,
    NeighboursJson? Neighbours,
    ColumnJson? Means,
    ColumnJson? Profiles,
    ReconstructionsJson? Reconstructions,
    ViewsJson? Views,
    FindingsJson? Findings,
    string? Layers,
    ModelJson? Model);

internal sealed record ModelJson(ColumnJson Graph, ModelInputJson Input, float UnusualDistance, CodesJson Codes);

internal sealed record ModelInputJson(int Height, int Width, int Channels, Datasets.Images.ImageFit Fit);

internal sealed record CodesJson(int Count, int Columns, float Low, float Step, ColumnJson Values);

internal sealed record PositionsJson(string Label, ColumnJson X, ColumnJson Y, string Name, string Note);

internal sealed record TreeJson(IReadOnlyList<int> ClusterOfLeaf, int[] Sizes, int[][] Merges, double[] Ratios, int Styles, ColumnJson Leaves);

internal sealed record NeighboursJson(int Count, ColumnJson Images);

internal sealed record FindingsJson(ColumnJson Outliers, ColumnJson First, ColumnJson Second, ColumnJson Differences);

internal sealed record ViewsJson(int Each, ColumnJson Pixels);

internal sealed record ReconstructionsJson(int Count, ColumnJson Originals, ColumnJson Restored);
