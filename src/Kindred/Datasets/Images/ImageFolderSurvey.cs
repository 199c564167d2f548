using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Datasets.Images;

/// <summary>What the headers of all images of a folder say.</summary>
internal static class ImageFolderSurvey
{
    private const string Damaged = "not readable";

    public static DataSurvey Of(string folder, ImageFolderListing listing, CancellationToken cancellation)
    {
        var found = new (string Format, string Size, string Colour)[listing.Images.Length];
        WorkerPool.ForEachChunk(found.Length, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                found[i] = Look(Path.Combine(folder, listing.Images[i]));
            }
        });
        return new DataSurvey
        {
            What = "a folder of images",
            Formats = Tallies(found.Select(image => image.Format)),
            Sizes = Tallies(found.Select(image => image.Size).Where(size => size.Length > 0)),
            Colours = Tallies(found.Select(image => image.Colour).Where(colour => colour.Length > 0)),
            Folders = Folders(folder, listing.Images),
        };
    }

    private static (string Format, string Size, string Colour) Look(string path)
    {
        try
        {
            var bytes = ImageFile.ReadBytes(path);
            var header = ImageFile.ReadHeader(bytes, path);
            return (NameOf(ImageKind.Of(bytes).Format), $"{header.Size}", (header.IsGrey ? "grey" : "colour") + (header.IsDeep ? " of 16 bits" : string.Empty));
        }
#pragma warning disable CA1031 // files are anybody's: what is wrong with one is said when it is read
        catch (Exception) when (!Environment.HasShutdownStarted)
#pragma warning restore CA1031
        {
            return (Damaged, string.Empty, string.Empty);
        }
    }

    private static string NameOf(ImageFormat? format) => format switch
    {
        ImageFormat.Png => "PNG",
        ImageFormat.Jpeg => "JPEG",
        ImageFormat.Gif => "GIF",
        ImageFormat.Bmp => "BMP",
        ImageFormat.Tiff => "TIFF",
        _ => "WebP",
    };

    private static ValueList<Tally> Folders(string folder, string[] paths)
    {
        try
        {
            var (classes, names) = FolderClasses.Of(folder, paths);
            return Tallies(classes.Select(number => names[number]));
        }
        catch (DataFileException)
        {
            return [];  // an image that lies in no folder has no class
        }
    }

    private static ValueList<Tally> Tallies(IEnumerable<string> kinds) =>
        ValueList.Create<Tally>([.. kinds.CountBy(kind => kind).OrderByDescending(kind => kind.Value).ThenBy(kind => kind.Key, StringComparer.Ordinal).Select(kind => new Tally(kind.Key, kind.Value))]);
}
