using Kindred.Datasets.Images;

namespace Kindred.Datasets;

/// <summary>What opening a data set may depend on.</summary>
public sealed record DatasetOptions
{
    /// <summary>Where known sets are looked for; null for this user's folders.</summary>
    public DataFolders? Folders { get; init; }

    /// <summary>How to read tables.</summary>
    public CsvOptions Csv { get; init; } = new();

    /// <summary>How to read folders of images.</summary>
    public ImageFolderOptions Images { get; init; } = new();

    /// <summary>Draws the images of <see cref="Wardrobe"/>.</summary>
    public ulong WardrobeSeed { get; init; }
}
