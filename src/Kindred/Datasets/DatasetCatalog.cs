using Kindred.Datasets.Images;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>A data set that can be opened by its name.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Description">One line: what, how many, of which shape.</param>
/// <param name="Licence">Of the data.</param>
/// <param name="Bytes">To download; 0 for a built-in set.</param>
public sealed record KnownDataset(string Name, string Description, string Licence, long Bytes)
{
    public bool IsBuiltIn => Bytes == 0;
}

/// <summary>Opens data sets by name or by path.</summary>
public static class DatasetCatalog
{
    public static ValueList<KnownDataset> Known { get; } =
    [
        new(Wardrobe.Name, "clothes drawn by the program, 10 classes, 6,000 + 1,000 grey images of 28x28", "MIT, as the program", 0),
        new(FashionMnist.Name, "photographs of clothes, 10 classes, 60,000 + 10,000 grey images of 28x28", "MIT, Zalando SE", FashionMnist.Files.Sum(file => (long)file.Bytes)),
    ];

    /// <summary>The folder in which a known set lies; null if it is not on this machine, or built in.</summary>
    /// <exception cref="ArgumentException">No set has this name.</exception>
    public static string? Find(string name, DataFolders folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        return GetKnown(name).IsBuiltIn ? null : FashionMnist.Find(folders);
    }

    /// <summary>Downloads a known set unless it is on this machine, and says in which folder it is; null for a built-in set.</summary>
    /// <exception cref="ArgumentException">No set has this name.</exception>
    /// <exception cref="DataFileException">The download failed.</exception>
    public static string? Fetch(string name, DataFolders folders, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        var found = Find(name, folders);
        return found is not null || GetKnown(name).IsBuiltIn ? found : FashionMnist.Fetch(folders, progress, cancellation);
    }

    /// <summary>
    /// Opens a known set, or what lies at a path: an IDX file of images with its labels beside it, a folder with train- and t10k- or test-
    /// files in IDX, a folder of images, a table (CSV, Parquet, Arrow) or a folder with one in one file or several, or arrays of NumPy or HDF5. Known names come first; write ./wardrobe for a folder of that name.
    /// </summary>
    /// <exception cref="ArgumentException">There is neither such a name nor such a path.</exception>
    /// <exception cref="DataFileException">What is there cannot be read.</exception>
    public static Dataset Open(string nameOrPath, DatasetOptions? options = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(nameOrPath);
        options ??= new DatasetOptions();
        var isKnown = Known.Any(known => known.Name == nameOrPath);
        var data = isKnown ? OpenKnown(nameOrPath, options, progress, cancellation) : OpenPath(nameOrPath, options, progress, cancellation);
        return data with { Origin = new DatasetOrigin(isKnown ? nameOrPath : Path.GetFullPath(nameOrPath), options) };
    }

    private static Dataset OpenKnown(string name, DatasetOptions options, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        name == Wardrobe.Name ? Wardrobe.Load(seed: options.WardrobeSeed) : FashionMnist.Load(options.Folders, progress, cancellation);

    private static Dataset OpenPath(string nameOrPath, DatasetOptions options, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        if (options.TakesPipes)
            PipedContent.Take(nameOrPath);
        if (Directory.Exists(nameOrPath))
            return OpenFolder(nameOrPath, options, progress, cancellation);
        if (nameOrPath.Contains('\uFFFD', StringComparison.Ordinal) && !Path.Exists(nameOrPath))
            throw new DataFileException(nameOrPath, DataFile.NotUtf8);
        if (File.Exists(nameOrPath))
            return OpenFile(nameOrPath, options, progress, cancellation);
        throw new ArgumentException($"'{nameOrPath}' is neither a known data set ({string.Join(", ", Known.Select(known => known.Name))}) nor a file or folder.");
    }

    /// <summary>A folder with images is a folder of images, whatever lies beside them and whatever it is called; only without images is it looked at for other data.</summary>
    private static Dataset OpenFolder(string folder, DatasetOptions options, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var listing = ImageFolderListing.Of(folder);
        if (listing.Images.Length > 0)
            return ImageFolder.Read(folder, listing, options.Images, progress, cancellation);
        var name = DataFile.NameOf(folder);
        if (IdxFolder.Find(folder) is { } idx)
            return IdxFolder.Read(name, idx.Train, idx.Test);
        if (TableFolder.Find(folder) is { } tables)
            return tables.Read(folder, options);
        if (listing.OtherImages.Count > 0)
            return ImageFolder.Read(folder, listing, options.Images, progress, cancellation);
        throw new DataFileException(folder, "there is no data in this folder; images (PNG, JPEG, WebP, GIF, BMP, TIFF), a file train-images-idx3-ubyte, packed or not, or a table (CSV, TSV, Parquet, Arrow) are needed."
            + (listing.Others.Count > 0 ? $" It holds {string.Join(", ", listing.Others.Select(kind => $"{kind.Value} {kind.Key}"))}.{(listing.Others.Keys.Any(FileFormats.IsArray) ? " The path of the array's file itself is needed, as arrays of a folder are not put together." : "")}" : ""));
    }

    private static Dataset OpenFile(string path, DatasetOptions options, IProgress<FitProgress>? progress, CancellationToken cancellation) => FileFormats.Of(path) switch
    {
        FileFormat.Image => ImageFolder.Read(Path.GetDirectoryName(Path.GetFullPath(path))!, ImageFolderListing.OfFile(path), options.Images, progress, cancellation) with { Name = DataFile.NameOf(path) },
        FileFormat.Numpy or FileFormat.NumpyArchive => NumpyFile.Read(path, options.Numpy),
        FileFormat.Parquet => ParquetFile.Read(path, options),
        FileFormat.Arrow => ArrowFile.Read(path, options),
        FileFormat.Hdf5 => Hdf5File.Read(path, options.Numpy),
        FileFormat.Idx => IdxFolder.Read(DataFile.NameOf(path), path, testPath: null),
        _ => CsvFile.Read(path, options.Csv),
    };

    private static KnownDataset GetKnown(string name) => Known.FirstOrDefault(known => known.Name == name)
        ?? throw new ArgumentException($"There is no data set '{name}'; known are {string.Join(", ", Known.Select(known => known.Name))}.");
}
