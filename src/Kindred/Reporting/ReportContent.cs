using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Numerics;
using Kindred.Runs;

namespace Kindred.Reporting;

/// <summary>Everything a report shows.</summary>
public sealed record ReportContent
{
    public string Title { get; init; } = "Kindred report";

    /// <summary>Version of Kindred that writes the report.</summary>
    public required string Version { get; init; }

    /// <summary>At least one; the first with details is shown first.</summary>
    public required IReadOnlyList<ReportRun> Runs { get; init; }

    /// <summary>The place of the run that is shown first, and why, where there are several.</summary>
    public (int Run, string Reason)? Recommended { get; init; }

    /// <summary>What runs the models of runs in the page; null where none has one.</summary>
    public ReportRuntime? Runtime { get; init; }

    /// <summary>What others reported for the same recipes, to stand beside ours.</summary>
    public IReadOnlyList<PublishedFigure> Published { get; init; } = [];
}

/// <summary>A run in a report: a row of the table, and with details a map, clusters and the rest.</summary>
public sealed record ReportRun(RunRecord Record)
{
    /// <summary>The epoch whose network was kept, counted from 1.</summary>
    public int? ChosenEpoch { get; init; }

    public ReportDetails? Details { get; init; }
}

/// <summary>A published result.</summary>
/// <param name="Source">Who reported it, as readers know it.</param>
/// <param name="Recipe">The recipe it is compared with.</param>
/// <param name="Part"><c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Score">The score's name in <see cref="RunRecord.Scores"/>, in camel case, e.g. <c>majorityVoteAccuracy</c>.</param>
/// <param name="Value">In [0, 1].</param>
public sealed record PublishedFigure(string Source, string Recipe, string Part, string Score, double Value);

/// <summary>The rows a run grouped. Runs that share one of these share its points and pictures in the file.</summary>
public sealed record ReportSamples
{
    /// <summary>All rows, with their true classes where these are known.</summary>
    public required Parts<ImageSet> Images { get; init; }

    /// <summary>Each row's place in its part as it was read; counted from 0 where not given.</summary>
    public Parts<int[]>? Rows { get; init; }

    /// <summary>One per class in label order; empty when classes are unknown.</summary>
    public required ValueList<string> ClassNames { get; init; }

    /// <summary>The file that each row was read from, where each has one of its own: thumbnails are made from these.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>Where small pictures of the files may be kept; null for nowhere.</summary>
    internal PictureCache? Cache { get; init; }

    /// <summary>Where a browser finds the files: an address, relative to the report or not, that the names of rows are put after; null where they are not linked.</summary>
    public string? FilesAddress { get; init; }

    /// <summary>Names of the columns of a table; empty where it has none, and for images.</summary>
    public ValueList<string> ColumnNames { get; init; } = [];

    /// <summary>What readers know each row by, e.g. its file; one line each.</summary>
    public Parts<IReadOnlyList<string>>? Names { get; init; }

    /// <summary>The parts of <paramref name="data"/>, with rows numbered as they were before its split.</summary>
    public static ReportSamples Of(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new ReportSamples
        {
            Images = new Parts<ImageSet>(data.Train, data.Validation, data.Test),
            Rows = data.Split is null ? null : new Parts<int[]>(data.Split.TrainRows, data.Split.ValidationRows, null),
            ClassNames = data.ClassNames,
            Files = data.Files is { } files && data.Parts.Present().Count() == 1 ? [.. data.Train.Names!.Select(name => Path.Combine(files.Folder, name))] : null,
            Cache = data.Files?.Cache,
            ColumnNames = data.Table?.Columns.Names ?? [],
            Names = data.Parts.Present().Any(part => part.Part.Names is not null)
                ? data.Parts.Select<IReadOnlyList<string>>(part => part.Names ?? [.. Enumerable.Repeat(string.Empty, part.Count)])
                : null,
        };
    }
}

/// <summary>Places of all rows on a map.</summary>
/// <param name="Label">In a word, to choose it by.</param>
/// <param name="Places">rows x 2.</param>
/// <param name="Name">How the places were found, to end the sentence "placed by …".</param>
/// <param name="Note">What more there is to say, as sentences.</param>
public sealed record ReportMap(string Label, Parts<Matrix> Places, string Name, string Note = "");

/// <summary>What a run says of every row. Each part has one entry per row of <see cref="Samples"/>.</summary>
public sealed record ReportDetails
{
    public required ReportSamples Samples { get; init; }

    /// <summary>0 where every row is in none.</summary>
    public required int ClusterCount { get; init => field = Guard.NotNegative(value); }

    /// <summary>The cluster of every row, in [0, <see cref="ClusterCount"/>), or −1 for none.</summary>
    public required Parts<int[]> Groups { get; init; }

    /// <summary>Probability of belonging to that cluster, in [0, 1], for methods that have one.</summary>
    public Parts<float[]>? Probabilities { get; init; }

    /// <summary>How far each row lies from its cluster, in the method's own measure; large is untypical.</summary>
    public Parts<float[]>? Distances { get; init; }

    /// <summary>rows x any; neighbours are found in these.</summary>
    public Parts<Matrix>? Codes { get; init; }

    /// <summary>Maps of the rows, the first shown first; none where there is nothing to place them by.</summary>
    public IReadOnlyList<ReportMap> Maps { get; init; } = [];

    /// <summary>The parts of the clusters and how they merge.</summary>
    public ClusterTree? Tree { get; init; }

    /// <summary>The leaf of the tree of every row, −1 for none; needed with <see cref="Tree"/>.</summary>
    public Parts<int[]>? Leaves { get; init; }

    /// <summary>Some images, and what the network makes of them: as many rows, of the same shape.</summary>
    public (ImageSet Originals, ImageSet Restored)? Reconstructions { get; init; }

    /// <summary>Some images, each followed by views of it that the network was told are the same, and how many rows belong to each.</summary>
    internal (ImageSet Images, int Each)? Views { get; init; }

    /// <summary>Outliers and near-duplicates, where they were looked for.</summary>
    public Findings? Findings { get; init; }

    /// <summary>What puts pictures of the reader's into the clusters; needs <see cref="ReportContent.Runtime"/>.</summary>
    public ReportModel? Model { get; init; }

    /// <summary>The network's layers as a table in plain text.</summary>
    public string? Layers { get; init; }
}
