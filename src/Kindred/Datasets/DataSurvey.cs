using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>How many of one kind.</summary>
public sealed record Tally(string What, int Count);

/// <summary>A column of a table, or an array of a file that holds several, and what it holds, in words.</summary>
public sealed record PartNote(string Name, string Holds);

/// <summary>What lies at a path, as far as it can be told without reading all of it: for whoever wants to know before anything is computed.</summary>
public sealed record DataSurvey
{
    /// <summary>In words: "a folder of images", "a Parquet file".</summary>
    public required string What { get; init; }

    /// <summary>Formats of the images of a folder, the most frequent first; so the other lists.</summary>
    public ValueList<Tally> Formats { get; init; } = [];

    /// <summary>Sizes of the images, width before height, upright.</summary>
    public ValueList<Tally> Sizes { get; init; } = [];

    /// <summary>Grey or colour, and sixteen bits.</summary>
    public ValueList<Tally> Colours { get; init; } = [];

    /// <summary>Folders that images lie in, as classes; empty where there are none.</summary>
    public ValueList<Tally> Folders { get; init; } = [];

    /// <summary>Columns of a table, in their order.</summary>
    public ValueList<PartNote> Columns { get; init; } = [];

    /// <summary>Arrays of a file that holds several.</summary>
    public ValueList<PartNote> Arrays { get; init; } = [];

    /// <summary>Looks at what lies at a path; nothing is said of data sets that are known by name.</summary>
    /// <exception cref="ArgumentException">There is no such path.</exception>
    /// <exception cref="DataFileException">It cannot be opened, or is nothing that is read.</exception>
    public static DataSurvey Of(string path, DatasetOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            var listing = ImageFolderListing.Of(path);
            return listing.Images.Length > 0 ? ImageFolderSurvey.Of(path, listing, cancellation)
                : IdxFolder.Find(path) is not null ? new DataSurvey { What = "a folder of IDX files" }
                : TableFolder.Find(path)?.Survey(options ?? new DatasetOptions()) ?? new DataSurvey { What = "a folder without images that are read" };
        }

        return File.Exists(path) ? FileSurvey.Of(path, options ?? new DatasetOptions()) : throw new ArgumentException($"There is no file or folder '{path}'.");
    }
}
