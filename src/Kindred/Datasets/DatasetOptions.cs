using Kindred.Datasets.Images;

namespace Kindred.Datasets;

/// <summary>What opening a data set may depend on.</summary>
public sealed record DatasetOptions
{
    /// <summary>Where known sets are looked for; null for this user's folders.</summary>
    public DataFolders? Folders { get; init; }

    /// <summary>How to read tables.</summary>
    public CsvOptions Csv { get; init; } = new();

    /// <summary>How to read arrays of NumPy.</summary>
    public NumpyOptions Numpy { get; init; } = new();

    /// <summary>How to read folders of images.</summary>
    public ImageFolderOptions Images { get; init; } = new();

    /// <summary>Whether a path such as /dev/stdin is read to its end if it is a pipe; if not, it is refused, as every other pipe is.</summary>
    public bool TakesPipes { get; init; }

    /// <summary>Draws the images of <see cref="Wardrobe"/>.</summary>
    public ulong WardrobeSeed { get; init; }
}
