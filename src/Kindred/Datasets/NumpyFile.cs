using System.IO.Compression;
using Kindred.Datasets.Tables;
using Kindred.Numerics;

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

    internal static bool BeginsLike(ReadOnlySpan<byte> start) => start is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..];

    /// <summary>The arrays of a .npz file, or the only one of a .npy file.</summary>
    internal static ValueList<PartNote> Survey(DataContent content)
    {
        if (!IsArchive(content))
            return [new PartNote("the array", NumpyArray.ReadHeader(content).ToString())];
        using var zip = new ZipArchive(content.Stream, ZipArchiveMode.Read, leaveOpen: true);
        return FileSurvey.Of(NumpyMember.In(zip, content.Name));
    }

    internal static Dataset Parse(DataContent content, string name, NumpyOptions options)
    {
        if (IsArchive(content))
        {
            using var zip = new ZipArchive(content.Stream, ZipArchiveMode.Read, leaveOpen: true);
            return new ArrayArchive(content.Name, NumpyMember.In(zip, content.Name), options).Read(name);
        }

        var (samples, source) = ArrayContent.Of(content.Name, NumpyArray.Parse(content).Numbers).Finish(options.Missing, unit: options.Unit);
        return new Dataset(name, Checksum.Of(samples, null), samples, null, []) { Table = source };
    }

    /// <summary>A packed file cannot seek, and is no archive either: that is packed inside.</summary>
    private static bool IsArchive(DataContent content)
    {
        if (!content.Stream.CanSeek)
            return false;
        var isArchive = content.Stream.ReadByte() == 'P';
        content.Stream.Position = 0;
        return isArchive;
    }
}
