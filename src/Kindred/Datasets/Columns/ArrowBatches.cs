using System.Buffers.Binary;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Kindred.Datasets.Columns;

/// <summary>The columns of an Arrow file whose batches of rows are read one after the other, each when it is its turn.</summary>
internal sealed class ArrowBatches : IColumnFile
{
    private const int NodeBytes = 16;  // of a column in a batch: how many values, how many of them missing

    private readonly string _name;
    private readonly ArrowFooter _footer;
    private readonly Func<byte[], ArrowColumns> _read;
    private readonly double[] _promised;  // numbers in a column
    private readonly double _rows;
    private ArrowColumns? _whole;

    /// <param name="name">Of the file, for messages.</param>
    /// <param name="file">Its content.</param>
    /// <param name="read">Makes columns of the messages of a stream.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public ArrowBatches(string name, Stream file, Func<byte[], ArrowColumns> read)
    {
        (_name, _footer, _read) = (name, new ArrowFooter(file), read);
        var empty = read(ArrowStream.Of(_footer, []));
        (Columns, _promised) = (empty.Columns, new double[empty.Columns.Count]);
        foreach (var batch in _footer.Batches)
            _rows += Count(empty.Schema, ArrowCheck.Header(_footer.ReadHead(batch)));
    }

    public IReadOnlyList<ColumnHead> Columns { get; }

    public int Rows => _rows <= System.Array.MaxLength ? (int)_rows : throw new DataFileException(_name, $"it promises {_rows} rows; at most {System.Array.MaxLength} can be read.");

    public IEnumerable<IColumnFile> Parts => _footer.Batches.Select(batch => Of([batch])).Where(part => part.Rows > 0);

    private ArrowColumns Whole => _whole ??= Of(_footer.Batches);

    public double Promised(int column) => _promised[column];

    public INumberColumn ReadNumbers(int column) => Whole.ReadNumbers(column);

    public (INumberColumn Values, int Width) ReadLists(int column) => Whole.ReadLists(column);

    public string?[] ReadTexts(int column) => Whole.ReadTexts(column);

    private ArrowColumns Of(IReadOnlyList<ArrowPart> batches) => _read(ArrowStream.Of(_footer, batches));

    /// <summary>Rows of a batch; the numbers of each column are added to those before.</summary>
    private long Count(Schema schema, ReadOnlySpan<byte> header)
    {
        var batch = FlatTable.Root(header).Table(2);
        var nodes = batch.List(1, NodeBytes);
        var place = 0;
        for (var column = 0; column < _promised.Length; column++)
        {
            var type = schema.GetFieldByIndex(column).DataType;
            var values = type is FixedSizeListType or ListType or LargeListType ? place + 1 : place;
            _promised[column] += BinaryPrimitives.ReadInt64LittleEndian(nodes[(values * NodeBytes)..]);
            place += NodesOf(type);
        }

        return batch.Long(0);
    }

    /// <summary>A column has a node, and each of those within it; words from a list have that of their numbers.</summary>
    private static int NodesOf(IArrowType type) => type is NestedType nested ? 1 + nested.Fields.Sum(field => NodesOf(field.DataType)) : 1;
}
