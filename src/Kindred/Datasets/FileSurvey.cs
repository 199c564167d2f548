using Kindred.Datasets.Tables;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>What the beginning of a file says of what it holds.</summary>
internal static class FileSurvey
{
    public static DataSurvey Of(string path, DatasetOptions options) => FileFormats.Of(path) switch
    {
        FileFormat.Image => new DataSurvey { What = "an image" },
        FileFormat.Numpy => new DataSurvey { What = "an array of NumPy", Arrays = DataFile.Read(path, content => NumpyFile.Survey(content)) },
        FileFormat.NumpyArchive => new DataSurvey { What = "arrays of NumPy", Arrays = DataFile.Read(path, content => NumpyFile.Survey(content)) },
        FileFormat.Parquet => new DataSurvey { What = "a Parquet file", Columns = DataFile.Read(path, ParquetFile.Survey) },
        FileFormat.Arrow => new DataSurvey { What = "an Arrow file", Columns = DataFile.Read(path, ArrowFile.Survey) },
        FileFormat.Hdf5 => new DataSurvey { What = "an HDF5 file", Arrays = DataFile.Read(path, Hdf5File.Survey) },
        FileFormat.Idx => new DataSurvey { What = "an IDX file" },
        _ => new DataSurvey { What = "a table of text", Columns = DataFile.Read(path, content => CsvSurvey.Of(content, options.Csv)) },
    };

    public static ValueList<PartNote> Of(IEnumerable<IStoredArray> arrays) => ValueList.Create<PartNote>([.. arrays.Select(array => new PartNote(array.Name, array.Head?.ToString() ?? "no numbers"))]);
}
