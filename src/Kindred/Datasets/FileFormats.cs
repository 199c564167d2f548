using Kindred.Datasets.Images;
using Kindred.Networks.Storage;

namespace Kindred.Datasets;

/// <summary>Formats of data files.</summary>
internal enum FileFormat
{
    Text,
    Image,
    Numpy,
    NumpyArchive,
    Parquet,
    Arrow,
    Hdf5,
    Idx,
}

/// <summary>What a file is, is told by its first bytes; only texts, which have none of their own, by their names.</summary>
internal static class FileFormats
{
    /// <exception cref="DataFileException">The file cannot be opened.</exception>
    public static FileFormat Of(string path)
    {
        var start = DataFile.Read(path, content => content.ReadUpTo(Hdf5File.StartLength));
        var extension = Extension(path);
        return ImageKind.Of(start).Format is not null && OrdinaryFile.KindOf(path) == PathKind.File ? FileFormat.Image
            : extension == ".NPZ" || (extension == ".NPY" && start is [(byte)'P', (byte)'K', 3, 4, ..]) ? FileFormat.NumpyArchive
            : extension == ".NPY" || NumpyFile.BeginsLike(start) ? FileFormat.Numpy
            : start.AsSpan().StartsWith(ParquetFile.Signature) ? FileFormat.Parquet
            : start.AsSpan().StartsWith(ArrowFile.Signature) || ArrowFile.IsStream(start) ? FileFormat.Arrow
            : Hdf5File.BeginsLike(start) ? FileFormat.Hdf5
            : IsText(path) || start is not [0, 0, ..] ? FileFormat.Text
            : FileFormat.Idx;
    }

    /// <summary>Whether a file of this name is a table of text.</summary>
    public static bool IsText(string path) => Extension(path) is ".CSV" or ".TSV";

    /// <summary>Whether a file of this name is a table.</summary>
    public static bool IsTable(string path) => IsText(path) || Extension(path) is ".PARQUET" or ".ARROW" or ".FEATHER";

    /// <summary>Whether files that end so hold arrays.</summary>
    public static bool IsArray(string extension) => extension is ".npy" or ".npz" or ".h5" or ".hdf5";

    private static string Extension(string path) => Path.GetExtension(path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path).ToUpperInvariant();
}
