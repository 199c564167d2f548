using Kindred.Datasets.Columns;
using Kindred.Datasets.Hdf5;
using Kindred.Numerics;
using PureHDF;

namespace Kindred.Datasets;

/// <summary>Arrays in HDF5 files: one data set of numbers with one to four dimensions, the first of which counts the items.</summary>
/// <remarks>MATLAB 7.3 files are such files; their dimensions are stored the other way round and come as MATLAB shows them.</remarks>
public static class Hdf5File
{
    /// <summary>Bytes in which the signature stands: it may follow 512, 1024 or 2048 bytes of another program's.</summary>
    internal const int StartLength = 2048 + 8;

    /// <summary>Reads a file with one array, or with several of which one is chosen by its name, as in .npz files.</summary>
    /// <exception cref="DataFileException">The file is missing or damaged, or holds no array that can be used.</exception>
    public static Dataset Read(string path, NumpyOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DataFile.Read(path, content => Parse(content, DataFile.NameOf(path), options ?? new NumpyOptions()));
    }

    internal static bool BeginsLike(ReadOnlySpan<byte> start)
    {
        ReadOnlySpan<byte> signature = [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];
        foreach (var at in (ReadOnlySpan<int>)[0, 512, 1024, 2048])
        {
            if (start.Length >= at + signature.Length && start[at..].StartsWith(signature))
                return true;
        }

        return false;
    }

    internal static Dataset Parse(DataContent content, string name, NumpyOptions options) =>
        Use(content, arrays => new ArrayArchive(content.Name, arrays, options).Read(name));

    internal static ValueList<PartNote> Survey(DataContent content) => Use(content, FileSurvey.Of);

    private static T Use<T>(DataContent content, Func<IReadOnlyList<IStoredArray>, T> use) => ForeignFormat.Read(
        content.Name,
        "the HDF5 file is damaged, cut short, or written in a way that is not read; a whole file is needed, or its array as .npy.",
        () =>
        {
            Hdf5Filters.Register();
            using var file = H5File.Open(content.Seekable(), leaveOpen: true);
            return use(Hdf5Array.In(file, content.Name, content.MostBytes));
        });
}
