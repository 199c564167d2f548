using Kindred.Datasets.Tables;
using Kindred.Networks.Storage;

namespace Kindred.Datasets.Streaming;

/// <summary>Tables of text, Parquet and Arrow that memory does not hold: read once, their numbers kept in a file of their own.</summary>
internal static class StreamedTable
{
    /// <summary>The table as read, with its numbers in a file; null for what is no such table, for pictures, and for one that fits.</summary>
    /// <exception cref="DataFileException">It is damaged, or holds no table of numbers.</exception>
    public static TableContent? TryRead(string path, DatasetOptions options, bool always)
    {
        if (OrdinaryFile.KindOf(path) != PathKind.File || options.Csv.Unit is not null)
            return null;  // a pipe gives its bytes once; what is to be like pictures is read as such
        return FileFormats.Of(path) switch
        {
            FileFormat.Text when IsPlain(path) && (always || !Fits(TextSize.Of(path, new FileInfo(path).Length))) => DataFile.Read(path, content => CsvTable.ParseToFile(content, options.Csv)),
            FileFormat.Parquet => DataFile.Read(path, content => ParquetFile.TableInFile(content, options, always ? _ => false : Fits)),
            FileFormat.Arrow => DataFile.Read(path, content => ArrowFile.TableInFile(content, options, always ? _ => false : Fits)),
            _ => null,
        };
    }

    /// <summary>Whether so many values can be worked on in memory, read in 64 bits and kept in 32.</summary>
    private static bool Fits((double Rows, double Values) size) => WorkingMemory.FitsTable(size.Rows, size.Values, sizeof(double) + sizeof(float));

    private static bool IsPlain(string path) => DataFile.ReadStart(path, 2) is not [0x1F, 0x8B];
}
