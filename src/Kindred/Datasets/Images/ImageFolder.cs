using Kindred.Numerics;

namespace Kindred.Datasets.Images;

/// <summary>All images in a folder and the folders in it, in the order of their names, as one data set.</summary>
/// <remarks>Images are laid over white, brought to grey or colour, then to one size. Decoded one by one, so memory holds the samples and an image a thread.</remarks>
public static class ImageFolder
{
    /// <summary>All images are the training part. <see cref="Dataset.Files"/> says which file became which row, and what was left out.</summary>
    /// <exception cref="DataFileException">There is no folder or no image, sizes differ and none is given, or a file is damaged and
    /// <see cref="ImageFolderOptions.Strict"/> is set.</exception>
    public static Dataset Read(string folder, ImageFolderOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Read(folder, ImageFolderListing.Of(folder), options ?? new ImageFolderOptions(), progress, cancellation);
    }

    internal static Dataset Read(string folder, ImageFolderListing listing, ImageFolderOptions options, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        if (listing.Images.Length == 0)
            throw NoImages(folder, listing);
        var decoding = new ImageFolderDecoding(folder, listing.Images, options, progress, cancellation);
        var shape = decoding.ChooseShape();
        var pixels = decoding.Decode(shape);
        string[] paths = [.. decoding.Kept.Select(i => listing.Images[i])];
        var (labels, names) = options.LabelsFromFolders ? FolderClasses.Of(folder, paths) : (null, []);
        var images = pixels.ToImageSet(shape, labels, paths);
        return new Dataset(DataFile.NameOf(folder), Checksum.Of(images, null), images, null, names)
        {
            Files = new ImageFiles(folder, ValueList.Create<string>(paths), decoding.Skipped(), listing.Others.Values.Sum())
            {
                SizeNote = decoding.SizeNote,
                Cache = options.Cache,
                LeftOut = ValueList.Create<SkippedFile>([.. listing.LeftOut.Concat(decoding.LeftOut()).OrderBy(file => file.Path, StringComparer.Ordinal)]),
                Others = listing.Others,
            },
        };
    }

    private static DataFileException NoImages(string folder, ImageFolderListing listing) => new(folder, listing.OtherImages.Count == 0
        ? "there are no images in this folder; PNG, JPEG, WebP, GIF, BMP or TIFF files are needed."
        : $"there are no images that can be read in this folder, but {string.Join(", ", listing.OtherImages.Select(kind => $"{kind.Value} {(kind.Value == 1 ? ImageKind.Plural(kind.Key)[..^1] : ImageKind.Plural(kind.Key))}"))}; "
            + "PNG, JPEG, WebP, GIF, BMP and TIFF are read. ImageMagick makes one of these from it: magick FILE FILE.png.");
}
