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

    /// <summary>The table with its numbers in a file, read a batch of rows at a time; null where its numbers <paramref name="fit"/>, where its rows are pictures, and for what is written as a stream, which is read whole.</summary>
    internal static TableContent? TableInFile(DataContent content, DatasetOptions options, Func<(double Rows, double Values), bool> fit) => Told(content.Name, () =>
    {
        var file = content.Seekable();
        var start = new byte[Signature.Length];
        if (file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length || !start.AsSpan().SequenceEqual(Signature))
            return null;
        var columns = new ArrowBatches(content.Name, file, stream => Columns(content.Name, stream));
        return fit(ColumnTable.Size(content.Name, columns, options)) ? null : ColumnTable.ReadToFile(content.Name, columns, options);
    });

    internal static ValueList<PartNote> Survey(DataContent content) => Use(content, ColumnTable.Survey);

    private static T Use<T>(DataContent content, Func<ArrowColumns, T> use) => Told(content.Name, () =>
    {
        var bytes = content.ReadAll();
        return use(Columns(content.Name, bytes.AsSpan().StartsWith(Signature) ? ArrowStream.OfFile(bytes) : bytes));
    });

    private static T Told<T>(string name, Func<T> read) =>
        ForeignFormat.Read(name, "the Arrow file is damaged, cut short, or written in a way that is not read; a whole file is needed, or its columns as CSV.", read);

    private static ArrowColumns Columns(string name, byte[] stream)
    {
        ArrowCheck.Stream(stream);
        var allocator = new BoundedAllocator(name, stream.Length);
        using var reader = new ArrowStreamReader(new ArrowContext(allocator, new CompressionCodecFactory(), null), stream);
        var batches = new List<RecordBatch>();
        while (reader.ReadNextRecordBatch() is { } batch)
            batches.Add(batch);
        if (batches.Sum(batch => (double)batch.Length) > (stream.Length + allocator.Taken) * BitsInByte)
            throw new InvalidDataException("More rows are promised than there is room for.");
        return new ArrowColumns(name, reader.Schema, batches);
    }
}
