using System.Text.Json.Serialization;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Datasets.Streaming;

namespace Kindred.Runs;

/// <summary>What was read, how, and what could not be read.</summary>
public sealed record InputSummary
{
    /// <summary>The name of a known set, or a full path.</summary>
    public required string Source { get; init; }

    /// <summary>Height and width that images of a folder were brought to; null for other data.</summary>
    public int[]? Size { get; init; }

    /// <summary>1 grey or 3 red, green, blue: what images of a folder were brought to; null for other data.</summary>
    public int? Channels { get; init; }

    /// <summary>How images of other proportions were brought to <see cref="Size"/>; null in records from when all were stretched.</summary>
    public ImageFit? Fit { get; init; }

    public bool LabelsFromFolders { get; init; }

    public string? LabelColumn { get; init; }

    public string? IdColumn { get; init; }

    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>Whether the first line of a table names its columns; null where the file decided.</summary>
    public bool? Header { get; init; }

    /// <summary>What separates the fields of a table; null where the file decided.</summary>
    public char? Delimiter { get; init; }

    /// <summary>What stands before decimals in a table; null where the file decided.</summary>
    public char? DecimalMark { get; init; }

    /// <summary>What became of rows in which a value is missing.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<MissingValues>))]
    public MissingValues Missing { get; init; }

    /// <summary>The array of an archive that was asked for.</summary>
    public string? Array { get; init; }

    /// <summary>The array of classes that was asked for.</summary>
    public string? LabelArray { get; init; }

    /// <summary>What was noticed and decided when a table was read, as sentences.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Rows of a table that were left out.</summary>
    public IReadOnlyList<LeftOutRow> LeftOutRows { get; init; } = [];

    public ulong WardrobeSeed { get; init; }

    /// <summary>Why images were brought to a size that nobody asked for, as a sentence.</summary>
    public string? SizeNote { get; init; }

    /// <summary>Damaged files, with the reason.</summary>
    public IReadOnlyList<SkippedFile> Skipped { get; init; } = [];

    /// <summary>What might be wanted but is not read, with the reason.</summary>
    public IReadOnlyList<SkippedFile> LeftOut { get; init; } = [];

    /// <summary>Files in the folder that are no images; left alone.</summary>
    public int OtherFiles { get; init; }

    /// <summary>Of data that were opened from somewhere; null for others.</summary>
    public static InputSummary? Of(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Origin is { } origin ? Of(origin, data.Shape, data.Files, data.Table) : null;
    }

    /// <inheritdoc cref="Of(Dataset)"/>
    public static InputSummary? Of(StreamedDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data.Origin is { } origin ? Of(origin, data.Shape, data.Files, data.Table) : null;
    }

    private static InputSummary Of(DatasetOrigin origin, ImageShape shape, ImageFiles? files, TableSource? table)
    {
        var (csv, images) = (origin.Options.Csv, origin.Options.Images);
        return new InputSummary
        {
            Source = origin.Source,
            Size = files is null ? null : [shape.Height, shape.Width],
            Channels = files is null ? null : shape.Channels,
            Fit = files is null ? null : images.Fit,
            LabelsFromFolders = images.LabelsFromFolders,
            LabelColumn = csv.LabelColumn,
            IdColumn = csv.IdColumn,
            IgnoredColumns = [.. csv.IgnoredColumns],
            Header = csv.Header,
            Delimiter = csv.Delimiter,
            DecimalMark = csv.DecimalMark,
            Missing = csv.Missing,
            Array = origin.Options.Numpy.Array,
            LabelArray = origin.Options.Numpy.LabelArray,
            Notes = table is null ? [] : [.. table.Notes],
            LeftOutRows = table is null ? [] : [.. table.LeftOut],
            WardrobeSeed = origin.Options.WardrobeSeed,
            SizeNote = files?.SizeNote,
            Skipped = files is null ? [] : [.. files.Skipped],
            LeftOut = files is null ? [] : [.. files.LeftOut],
            OtherFiles = files?.OtherCount ?? 0,
        };
    }

    /// <summary>What opens the same data again, from <paramref name="folders"/> where they are a known set.</summary>
    public DatasetOptions ToOptions(DataFolders? folders) => new()
    {
        Folders = folders,
        WardrobeSeed = WardrobeSeed,
        Csv = new CsvOptions
        {
            LabelColumn = LabelColumn,
            IdColumn = IdColumn,
            IgnoredColumns = [.. IgnoredColumns],
            Header = Header,
            Delimiter = Delimiter,
            DecimalMark = DecimalMark,
            Missing = Missing,
        },
        Numpy = new NumpyOptions { Array = Array, LabelArray = LabelArray, Missing = Missing },
        Images = new ImageFolderOptions
        {
            Size = Size is [var height, var width] ? new ImageSize(height, width) : null,
            Channels = Channels,
            Fit = Fit ?? ImageFit.Stretch,
            LabelsFromFolders = LabelsFromFolders,
        },
    };
}
