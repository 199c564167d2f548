using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Kindred.Datasets.Columns;
using Kindred.Datasets.Tables;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>Tables and embeddings in Arrow files and streams, which Feather files are too: columns of numbers, or one column whose lists of numbers are the rows.</summary>
public static class ArrowFile
{
    /// <summary>Reads one file: all of it is the training part. Columns are chosen as in tables of text; <see cref="NumpyOptions.Array"/> chooses a column of lists.</summary>
    /// <exception cref="DataFileException">The file is missing or damaged, or holds no table of numbers.</exception>
    public static Dataset Read(string path, DatasetOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DataFile.Read(path, content => Parse(content, DataFile.NameOf(path), options ?? new DatasetOptions()));
    }

    private const int BitsInByte = 8;

    internal static ReadOnlySpan<byte> Signature => "ARROW1"u8;

    /// <summary>A stream begins with a mark and the length of its schema, which is no text.</summary>
    internal static bool IsStream(ReadOnlySpan<byte> start) => start.Length >= 8 && start[..4].IndexOfAnyExcept((byte)0xFF) < 0 && start[6] == 0 && start[7] == 0;

    internal static Dataset Parse(DataContent content, string name, DatasetOptions options) =>
        Table(content, options).ToDataset(name, options.Csv);

    internal static TableContent Table(DataContent content, DatasetOptions options) => Use(content, columns => ColumnTable.Read(content.Name, columns, options));

    internal static ValueList<PartNote> Survey(DataContent content) => Use(content, ColumnTable.Survey);

    private static T Use<T>(DataContent content, Func<ArrowColumns, T> use) => ForeignFormat.Read(
        content.Name,
        "the Arrow file is damaged, cut short, or written in a way that is not read; a whole file is needed, or its columns as CSV.",
        () =>
        {
            var bytes = content.ReadAll();
            var context = new ArrowContext(new BoundedAllocator(content.Name, bytes.Length), new CompressionCodecFactory(), null);
            var stream = bytes.AsSpan().StartsWith(Signature) ? ArrowStream.OfFile(bytes) : bytes;
            ArrowCheck.Stream(stream);
            using var reader = new ArrowStreamReader(context, stream);
            var batches = new List<RecordBatch>();
            while (reader.ReadNextRecordBatch() is { } batch)
                batches.Add(batch);
            if (batches.Sum(batch => (double)batch.Length) > (bytes.Length + ((BoundedAllocator)context.Allocator).Taken) * BitsInByte)
                throw new InvalidDataException("More rows are promised than there is room for.");
            return use(new ArrowColumns(content.Name, reader.Schema, batches));
        });
}
