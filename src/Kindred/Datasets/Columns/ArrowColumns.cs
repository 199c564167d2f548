using Apache.Arrow;
using Apache.Arrow.Types;

namespace Kindred.Datasets.Columns;

/// <summary>The columns of an Arrow file, which come in batches of rows.</summary>
internal sealed partial class ArrowColumns : IColumnFile
{
    private readonly string _file;
    private readonly Schema _schema;
    private readonly List<RecordBatch> _batches;

    public ArrowColumns(string file, Schema schema, List<RecordBatch> batches)
    {
        (_file, _schema, _batches) = (file, schema, batches);
        Columns = [.. schema.FieldsList.Select(HeadOf)];
        Rows = checked(batches.Sum(batch => batch.Length));
    }

    public Schema Schema => _schema;

    public IReadOnlyList<ColumnHead> Columns { get; }

    public int Rows { get; }

    public INumberColumn ReadNumbers(int column) => TypeOf(column).TypeId switch
    {
        ArrowTypeId.Boolean => Read<byte>(column),
        ArrowTypeId.Int8 => Read<sbyte>(column),
        ArrowTypeId.UInt8 => Read<byte>(column),
        ArrowTypeId.Int16 => Read<short>(column),
        ArrowTypeId.UInt16 => Read<ushort>(column),
        ArrowTypeId.Int32 => Read<int>(column),
        ArrowTypeId.UInt32 => Read<uint>(column),
        ArrowTypeId.Int64 => Read<long>(column),
        ArrowTypeId.UInt64 => Read<ulong>(column),
        ArrowTypeId.HalfFloat => Read<Half>(column),
        ArrowTypeId.Float => Read<float>(column),
        ArrowTypeId.Decimal128 => Read<decimal>(column),
        _ => Read<double>(column),
    };

    public (INumberColumn Values, int Width) ReadLists(int column) => ItemOf(TypeOf(column))!.TypeId switch
    {
        ArrowTypeId.Int8 => ReadLists<sbyte>(column),
        ArrowTypeId.UInt8 => ReadLists<byte>(column),
        ArrowTypeId.Int16 => ReadLists<short>(column),
        ArrowTypeId.UInt16 => ReadLists<ushort>(column),
        ArrowTypeId.Int32 => ReadLists<int>(column),
        ArrowTypeId.UInt32 => ReadLists<uint>(column),
        ArrowTypeId.Int64 => ReadLists<long>(column),
        ArrowTypeId.UInt64 => ReadLists<ulong>(column),
        ArrowTypeId.HalfFloat => ReadLists<Half>(column),
        ArrowTypeId.Float => ReadLists<float>(column),
        ArrowTypeId.Decimal128 => ReadLists<decimal>(column),
        _ => ReadLists<double>(column),
    };

    public string?[] ReadTexts(int column)
    {
        if (Columns[column].Kind == ColumnKind.Numbers)
            return ReadNumbers(column).ToTexts();
        var (texts, first) = (new string?[Rows], 0);
        foreach (var batch in _batches)
        {
            var array = batch.Column(column);
            for (var i = 0; i < batch.Length; i++)
                texts[first + i] = TextAt(array, i);
            first += batch.Length;
        }

        return texts;
    }

    /// <summary>Texts are cut out here: the library does not look whether a damaged place lies within its buffer.</summary>
    private static string? TextAt(IArrowArray array, int place) => array.IsNull(place) ? null : array switch
    {
        StringArray texts => Text(texts.ValueBuffer, texts.ValueOffsets[place], texts.ValueOffsets[place + 1]),
        LargeStringArray texts => Text(texts.ValueBuffer, texts.ValueOffsets[place], texts.ValueOffsets[place + 1]),
        DictionaryArray words => IndexOf(words, place) is { } index ? TextAt(words.Dictionary, index) : null,
        _ => throw new InvalidDataException("A column does not hold what its schema says."),
    };

    private static string Text(ArrowBuffer buffer, long start, long end) => System.Text.Encoding.UTF8.GetString(buffer.Span[checked((int)start)..checked((int)end)]);

    /// <summary>The place in its list of words; null where there is none.</summary>
    private static int? IndexOf(DictionaryArray words, int place) => words.IsNull(place) ? null : words.Indices switch
    {
        PrimitiveArray<sbyte> index => index.Values[place],
        PrimitiveArray<byte> index => index.Values[place],
        PrimitiveArray<short> index => index.Values[place],
        PrimitiveArray<ushort> index => index.Values[place],
        PrimitiveArray<int> index => index.Values[place],
        PrimitiveArray<uint> index => checked((int)index.Values[place]),
        PrimitiveArray<long> index => checked((int)index.Values[place]),
        _ => throw new InvalidDataException("A column does not hold what its schema says."),
    };

    /// <summary>The type of the values: of a column of words from a list, that of the words.</summary>
    private IArrowType TypeOf(int column) => ValuesOf(_schema.GetFieldByIndex(column).DataType);

    private static IArrowType ValuesOf(IArrowType type) => type is DictionaryType words ? words.ValueType : type;

    private static IArrowType? ItemOf(IArrowType type) => type switch
    {
        FixedSizeListType list => list.ValueDataType,
        ListType list => list.ValueDataType,
        LargeListType list => list.ValueDataType,
        _ => null,
    };

    private static ColumnHead HeadOf(Field field)
    {
        var type = ValuesOf(field.DataType);
        var (kind, words) = KindOf(type);
        return ItemOf(type) is not { } item ? new ColumnHead(field.Name, kind, words)
            : KindOf(item) is (ColumnKind.Numbers, _) && item.TypeId != ArrowTypeId.Boolean && field.DataType is not DictionaryType ? new ColumnHead(field.Name, ColumnKind.Lists, "lists of numbers")
            : new ColumnHead(field.Name, ColumnKind.Others, $"lists of {KindOf(item).Words}");
    }

    private static (ColumnKind Kind, string Words) KindOf(IArrowType type) => type.TypeId switch
    {
        ArrowTypeId.Boolean => (ColumnKind.Numbers, "truth values"),
        >= ArrowTypeId.UInt8 and <= ArrowTypeId.Double or ArrowTypeId.Decimal128 => (ColumnKind.Numbers, "numbers"),
        ArrowTypeId.String or ArrowTypeId.LargeString => (ColumnKind.Texts, "texts"),
        ArrowTypeId.Binary or ArrowTypeId.LargeBinary or ArrowTypeId.FixedSizedBinary or ArrowTypeId.BinaryView => (ColumnKind.Others, "bytes"),
        ArrowTypeId.StringView => (ColumnKind.Others, "texts as views"),
        ArrowTypeId.Date32 or ArrowTypeId.Date64 or ArrowTypeId.Timestamp or ArrowTypeId.Time32 or ArrowTypeId.Time64 or ArrowTypeId.Duration or ArrowTypeId.Interval => (ColumnKind.Others, "dates or times"),
        ArrowTypeId.List or ArrowTypeId.LargeList or ArrowTypeId.FixedSizeList => (ColumnKind.Others, "lists"),
        ArrowTypeId.Struct => (ColumnKind.Others, "structures of several values"),
        ArrowTypeId.Map => (ColumnKind.Others, "maps"),
        ArrowTypeId.Null => (ColumnKind.Others, "nothing at all"),
        _ => (ColumnKind.Others, "values that are no numbers"),
    };
}
