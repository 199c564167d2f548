using Kindred.Numerics;

namespace Kindred.Datasets.Images;

/// <summary>All PNG and JPEG images in a folder and the folders in it, in the order of their names, as one data set.</summary>
/// <remarks>Images are laid over white, brought to grey or colour, then to one size. Decoded one by one, so memory holds the samples and an image a thread.</remarks>
public static class ImageFolder
{
    /// <summary>All images are the training part. <see cref="Dataset.Files"/> says which file became which row.</summary>
    /// <exception cref="DataFileException">There is no folder or no image, sizes differ and none is given, a file is damaged and
    /// <see cref="ImageFolderOptions.Strict"/> is set, or JPEG images are there but no library for them.</exception>
    public static Dataset Read(string folder, ImageFolderOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new ImageFolderOptions();
        var (paths, others) = List(folder);
        if (paths.Length == 0)
            throw new DataFileException(folder, "there are no images in this folder; files that end in .png, .jpg or .jpeg are needed.");
        var decoding = new ImageFolderDecoding(folder, paths, options, progress, cancellation);
        var shape = decoding.ChooseShape();
        var pixels = decoding.Decode(shape);
        int[] kept = [.. Enumerable.Range(0, paths.Length).Where(i => decoding.Damages[i] is null)];
        string[] keptPaths = [.. kept.Select(i => paths[i])];
        var (labels, names) = options.LabelsFromFolders ? Label(folder, keptPaths) : (null, []);
        var images = new ImageSet(new ByteMatrix(kept.Length, shape.Size, Compact(pixels, kept, shape.Size)), shape, labels, keptPaths);
        return new Dataset(DataFile.NameOf(folder), Checksum.Of(images, null), images, null, names)
        {
            Files = new ImageFiles(folder, ValueList.Create<string>(keptPaths), decoding.Skipped(), others) { SizeNote = decoding.SizeNote },
        };
    }

    /// <summary>Whether there is an image in the folder or in a folder in it.</summary>
    internal static bool HasImages(string folder) => Walk(folder).Any(ImageFile.HasKnownExtension);

    private static (string[] Paths, int Others) List(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DataFileException(folder, "there is no such folder.");
        try
        {
            string[] all = [.. Walk(folder)];
            string[] images = [.. all.Where(ImageFile.HasKnownExtension).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];
            return (images, all.Length - images.Length);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(folder, $"the folder cannot be read ({refused.Message}).", refused);
        }
    }

    /// <summary>Files, hidden ones left out. Linked files count, linked folders do not: they could lead in circles.</summary>
    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (!Path.GetFileName(path).StartsWith('.'))
                yield return path;
        }

        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            if (Path.GetFileName(inner).StartsWith('.') || new DirectoryInfo(inner).LinkTarget is not null)
                continue;
            foreach (var path in Walk(inner))
                yield return path;
        }
    }

    private static (int[] Labels, ValueList<string> Names) Label(string folder, string[] paths)
    {
        string[] folders = [.. paths.Select(path => path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')]
            : throw new DataFileException(Path.Combine(folder, path), "the image lies in no subfolder, so it has no class; every image must lie in one, or labels must not be taken from folders."))];
        string[] names = [.. folders.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var classes = names.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return ([.. folders.Select(name => classes[name])], ValueList.Create<string>(names));
    }

    /// <summary>The kept rows, moved together.</summary>
    private static ReadOnlyMemory<byte> Compact(byte[] pixels, int[] kept, int columns)
    {
        for (var i = 0; i < kept.Length; i++)
        {
            if (kept[i] != i)
                Buffer.BlockCopy(pixels, kept[i] * columns, pixels, i * columns, columns);
        }

        return pixels.AsMemory(0, kept.Length * columns);
    }
}
