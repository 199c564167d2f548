using Kindred.Numerics;

namespace Kindred.Reporting;

/// <summary>How much goes into a report; counts and scores are over everything whatever these say.</summary>
public sealed record ReportSettings
{
    /// <summary>Pictures kept, of all rows; fewer where <see cref="MaxPictureBytes"/> is reached.</summary>
    public int MaxPictures { get; init => field = Guard.Positive(value); } = 10_000;

    /// <summary>Dots on the map, of all rows.</summary>
    public int MaxPoints { get; init => field = Guard.Positive(value); } = 70_000;

    /// <summary>Pixels on the longer side of a picture; larger images are shrunk by a whole factor.</summary>
    public int MaxPictureSide { get; init => field = Guard.Positive(value); } = 40;

    /// <summary>All pictures together, before compression.</summary>
    public int MaxPictureBytes { get; init => field = Guard.Positive(value); } = 12_000_000;

    /// <summary>Pixels on the longer side of a thumbnail of an image that has a file of its own.</summary>
    public int ThumbnailSide { get; init => field = Guard.Positive(value); } = 128;

    /// <summary>All thumbnails together: of more, their quality falls, and then their number.</summary>
    public int MaxThumbnailBytes { get; init => field = Guard.Positive(value); } = 16_500_000;

    /// <summary>Nearest pictures listed for each picture.</summary>
    public int NeighbourCount { get; init => field = Guard.Positive(value); } = 12;

    /// <summary>Most and least typical rows of each cluster that are kept besides the random ones.</summary>
    public int ExtremesPerCluster { get; init => field = Guard.Positive(value); } = 12;

    /// <summary>Pairs of near-duplicates shown, of those that join groups; the file beside the report has all.</summary>
    public int MaxDuplicates { get; init => field = Guard.Positive(value); } = 200;

    /// <summary>Draws the sample.</summary>
    public ulong Seed { get; init; }
}
