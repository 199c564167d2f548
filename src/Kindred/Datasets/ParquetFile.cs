using Kindred.Datasets.Columns;
using Kindred.Datasets.Tables;
using Kindred.Numerics;
using Parquet;

namespace Kindred.Datasets;

/// <summary>Tables and embeddings in Parquet files: columns of numbers, or one column whose lists of numbers are the rows.</summary>
public static class ParquetFile
{
    /// <summary>Reads one file: all of it is the training part. Columns are chosen as in tables of text; <see cref="NumpyOptions.Array"/> chooses a column of lists.</summary>
    /// <exception cref="DataFileException">The file is missing or damaged, or holds no table of numbers.</exception>
    public static Dataset Read(string path, DatasetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DataFile.Read(path, content => Parse(content, DataFile.NameOf(path), options ?? new DatasetOptions()));
    }

    internal static ReadOnlySpan<byte> Signature => "PAR1"u8;

    internal static Dataset Parse(DataContent content, string name, DatasetOptions options) =>
        Table(content, options).ToDataset(name, options.Csv);

    internal static TableContent Table(DataContent content, DatasetOptions options) => Use(content, columns => ColumnTable.Read(content.Name, columns, options));

    /// <summary>The table with its numbers in a file, read a group of rows at a time; null where its numbers <paramref name="fit"/>, and where its rows are pictures.</summary>
    internal static TableContent? TableInFile(DataContent content, DatasetOptions options, Func<(double Rows, double Values), bool> fit) =>
        Use(content, columns => fit(ColumnTable.Size(content.Name, columns, options)) ? null : ColumnTable.ReadToFile(content.Name, columns, options));

    internal static ValueList<PartNote> Survey(DataContent content) => Use(content, ColumnTable.Survey);

    private static T Use<T>(DataContent content, Func<ParquetColumns, T> use) => ForeignFormat.Read(
        content.Name,
        "the Parquet file is damaged, cut short, or written in a way that is not read; a whole file is needed, or its columns as CSV.",
        () =>
        {
            var stream = content.Seekable();
            ParquetCheck.Footer(stream);
            stream.Position = 0;
            var reader = ParquetReader.CreateAsync(stream).GetAwaiter().GetResult();
            try
            {
                return use(new ParquetColumns(content.Name, reader, stream));
            }
            finally
            {
                reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
            }
        });
}
