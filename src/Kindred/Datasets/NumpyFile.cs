using System.IO.Compression;

namespace Kindred.Datasets;

/// <summary>Arrays as NumPy saves them: one in a .npy file, several in a .npz file.</summary>
/// <remarks>NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays". Nothing pickled is read.</remarks>
public static class NumpyFile
{
    /// <summary>Reads a .npy file, all of which is the training part, or a .npz file with arrays such as x_train, y_train, x_test and y_test.</summary>
    /// <exception cref="DataFileException">The file is missing or damaged, or holds no array that can be used.</exception>
    public static Dataset Read(string path, NumpyOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DataFile.Read(path, content => Parse(content, DataFile.NameOf(path), options ?? new NumpyOptions()));
    }

    internal static Dataset Parse(DataContent content, string name, NumpyOptions options)
    {
        // a packed file cannot seek, and is no archive either: that is packed inside
        var isArchive = content.Stream.CanSeek && content.Stream.ReadByte() == 'P';
        if (content.Stream.CanSeek)
            content.Stream.Position = 0;
        if (isArchive)
        {
            using var zip = new ZipArchive(content.Stream, ZipArchiveMode.Read, leaveOpen: true);
            return new NumpyArchive(zip, content.Name, options).Read(name);
        }

        var (samples, source) = NumpyArray.Parse(content).ToContent(labels: null).Finish(options.Missing, unit: options.Unit);
        return new Dataset(name, Checksum.Of(samples, null), samples, null, []) { Table = source };
    }
}
