using Parquet;
using Parquet.Schema;

namespace Kindred.Datasets.Columns;

/// <summary>The columns of a Parquet file.</summary>
internal sealed partial class ParquetColumns : IColumnFile
{
    private readonly string _file;
    private readonly ParquetReader _reader;
    private readonly Stream _stream;
    private readonly DataField?[] _fields;
    private readonly int _firstGroup, _groups;

    public ParquetColumns(string file, ParquetReader reader, Stream stream)
    {
        (_file, _reader, _stream) = (file, reader, stream);
        _groups = reader.RowGroupCount;
        _fields = [.. reader.Schema.Fields.Select(FieldOf)];
        Columns = [.. reader.Schema.Fields.Select(HeadOf)];
        long rows = 0;
        foreach (var group in reader.RowGroups)
            rows = group.RowCount >= 0 ? Math.Min(rows + group.RowCount, long.MaxValue / 2) : long.MaxValue / 2;
        Rows = rows <= Array.MaxLength ? (int)rows : throw new DataFileException(file, $"it promises {rows} rows; at most {Array.MaxLength} can be read.");
    }

    /// <summary>One group of rows.</summary>
    private ParquetColumns(ParquetColumns whole, int group, int rows)
    {
        (_file, _reader, _stream, _fields, Columns) = (whole._file, whole._reader, whole._stream, whole._fields, whole.Columns);
        (_firstGroup, _groups, Rows) = (group, 1, rows);
    }

    public IEnumerable<IColumnFile> Parts => Enumerable.Range(0, _groups).Where(group => _reader.RowGroups[group].RowCount > 0).Select(group => new ParquetColumns(this, group, (int)_reader.RowGroups[group].RowCount));

    public double Promised(int column) => _fields[column] is not { } field ? 0 : Enumerable.Range(0, _groups).Sum(group =>
    {
        using var reader = _reader.OpenRowGroupReader(group);
        return (double)(reader.GetMetadata(field)?.MetaData?.NumValues ?? 0);
    });

    public IReadOnlyList<ColumnHead> Columns { get; }

    public int Rows { get; }

    public INumberColumn ReadNumbers(int column) => Type.GetTypeCode(_fields[column]!.ClrType) switch
    {
        TypeCode.Boolean => ReadTruths(column),
        TypeCode.SByte => Read<sbyte>(column),
        TypeCode.Byte => Read<byte>(column),
        TypeCode.Int16 => Read<short>(column),
        TypeCode.UInt16 => Read<ushort>(column),
        TypeCode.Int32 => Read<int>(column),
        TypeCode.UInt32 => Read<uint>(column),
        TypeCode.Int64 => Read<long>(column),
        TypeCode.UInt64 => Read<ulong>(column),
        TypeCode.Single => Read<float>(column),
        TypeCode.Double => Read<double>(column),
        TypeCode.Decimal => Read<decimal>(column),
        _ => Read<Half>(column),
    };

    public (INumberColumn Values, int Width) ReadLists(int column) => Type.GetTypeCode(_fields[column]!.ClrType) switch
    {
        TypeCode.SByte => ReadLists<sbyte>(column),
        TypeCode.Byte => ReadLists<byte>(column),
        TypeCode.Int16 => ReadLists<short>(column),
        TypeCode.UInt16 => ReadLists<ushort>(column),
        TypeCode.Int32 => ReadLists<int>(column),
        TypeCode.UInt32 => ReadLists<uint>(column),
        TypeCode.Int64 => ReadLists<long>(column),
        TypeCode.UInt64 => ReadLists<ulong>(column),
        TypeCode.Single => ReadLists<float>(column),
        TypeCode.Double => ReadLists<double>(column),
        TypeCode.Decimal => ReadLists<decimal>(column),
        _ => ReadLists<Half>(column),
    };

    public string?[] ReadTexts(int column) => Columns[column].Kind == ColumnKind.Numbers ? ReadNumbers(column).ToTexts() : ReadStrings(column);

    private static DataField? FieldOf(Field field) => field switch
    {
        DataField single => single,
        ListField { Item: DataField item } => item,
        _ => null,
    };

    private static ColumnHead HeadOf(Field field)
    {
        var (kind, words) = field switch
        {
            DataField { MaxRepetitionLevel: 0 } single => KindOf(single.ClrType),
            DataField or ListField { Item: DataField } => KindOf(FieldOf(field)!.ClrType) switch
            {
                (ColumnKind.Numbers, _) when FieldOf(field)!.ClrType != typeof(bool) => (ColumnKind.Lists, "lists of numbers"),
                var (_, other) => (ColumnKind.Others, $"lists of {other}"),
            },
            ListField => (ColumnKind.Others, "lists of lists or of structures"),
            MapField => (ColumnKind.Others, "maps"),
            _ => (ColumnKind.Others, "structures of several values"),
        };
        return new ColumnHead(field.Name, kind, words);
    }

    private static (ColumnKind Kind, string Words) KindOf(Type type) =>
        type == typeof(bool) ? (ColumnKind.Numbers, "truth values")
        : type == typeof(ReadOnlyMemory<char>) || type == typeof(string) ? (ColumnKind.Texts, "texts")
        : type == typeof(ReadOnlyMemory<byte>) || type == typeof(byte[]) ? (ColumnKind.Others, "bytes")
        : type == typeof(DateTime) || type == typeof(DateOnly) || type == typeof(TimeOnly) || type == typeof(TimeSpan) ? (ColumnKind.Others, "dates or times")
        : type == typeof(Half) || Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal ? (ColumnKind.Numbers, "numbers")
        : (ColumnKind.Others, "values that are no numbers");
}
