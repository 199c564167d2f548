using Kindred.Numerics;

namespace Kindred.Datasets.Images;

/// <summary>How a folder of images becomes samples of one shape.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>To which every image is brought. Null: as they are, if all have one size.</summary>
    public ImageSize? Size { get; init; }

    /// <summary>To which images are brought where <see cref="Size"/> is not given and they have several sizes or more than
    /// <see cref="MostValues"/> values; <see cref="ImageFiles.SizeNote"/> says so. Null: several sizes are an error, large ones stay.</summary>
    public ImageSize? FallbackSize { get; init; }

    /// <summary>How an image of other proportions is brought to <see cref="Size"/>.</summary>
    public ImageFit Fit { get; init; } = ImageFit.Crop;

    /// <summary>1 grey or 3 red, green and blue. Null: grey if all images are grey, else colour.</summary>
    public int? Channels
    {
        get;
        init => field = value is null or 1 or 3 ? value : throw new ArgumentOutOfRangeException(nameof(Channels), value, "Channels must be 1 (grey) or 3 (red, green, blue).");
    }

    /// <summary>Values of an image above which <see cref="FallbackSize"/> is used.</summary>
    internal const int MostValues = 4096;

    /// <summary>Whether the folder an image lies in is its true class, for scoring only.</summary>
    public bool LabelsFromFolders { get; init; }

    /// <summary>Whether a damaged file is an error; if not, it is skipped and named.</summary>
    public bool Strict { get; init; }

    /// <summary>Where small pictures of large files are looked for and kept; null for nowhere.</summary>
    public PictureCache? Cache { get; init; }
}

/// <summary>Which files became the rows of a data set, which could not, and what else there is.</summary>
/// <param name="Folder">As it was given.</param>
/// <param name="Paths">One per training row, relative to the folder, with forward slashes.</param>
/// <param name="Skipped">Damaged files, with the reason.</param>
/// <param name="OtherCount">Files that are no images; left alone.</param>
public sealed record ImageFiles(string Folder, ValueList<string> Paths, ValueList<SkippedFile> Skipped, int OtherCount)
{
    /// <summary>Why the images were brought to a size that nobody asked for, as a sentence; null where they were not.</summary>
    public string? SizeNote { get; init; }

    /// <summary>Where small pictures of these files may be kept; null for nowhere.</summary>
    internal PictureCache? Cache { get; init; }

    /// <summary>What might be wanted but is not read, with the reason: pictures of other kinds, folders that may not be opened, pipes, names that are not in UTF-8.</summary>
    public ValueList<SkippedFile> LeftOut { get; init; } = [];

    /// <summary>How many files are no images, by the endings of their names; they add up to <see cref="OtherCount"/>.</summary>
    public IReadOnlyDictionary<string, int> Others { get; init; } = new Dictionary<string, int>();
}

/// <summary>A file that is no whole image, or not read.</summary>
/// <param name="Path">Relative to the folder, with forward slashes.</param>
/// <param name="Reason">A sentence.</param>
public sealed record SkippedFile(string Path, string Reason);
