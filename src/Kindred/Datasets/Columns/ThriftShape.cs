namespace Kindred.Datasets.Columns;

/// <summary>What a field of a structure of Parquet's headers is, as Thrift's compact protocol writes it.</summary>
/// <param name="Wire">The types that may stand there: two for truth values, which have none but their type.</param>
/// <param name="Inner">Of a structure, or of the elements of a list.</param>
/// <param name="Elements">Of a list.</param>
internal sealed record ThriftField(byte[] Wire, ThriftShape? Inner = null, byte? Elements = null)
{
    public static ThriftField Truth { get; } = new([1, 2]);

    public static ThriftField Byte { get; } = new([3]);

    public static ThriftField I16 { get; } = new([4]);

    public static ThriftField I32 { get; } = new([5]);

    public static ThriftField I64 { get; } = new([6]);

    public static ThriftField Double { get; } = new([7]);

    public static ThriftField Binary { get; } = new([8]);

    public static ThriftField Of(ThriftShape shape) => new([12], shape);

    public static ThriftField ListOf(ThriftShape shape) => new([9], shape, 12);

    public static ThriftField ListOf(ThriftField field) => new([9], null, field.Wire[0]);
}

/// <summary>The structures of the headers of a Parquet file: which type stands under which number. Those that are not known here are passed over by the library, too.</summary>
/// <remarks>Apache Parquet format 2.12, parquet.thrift.</remarks>
internal sealed record ThriftShape(Dictionary<int, ThriftField> Fields)
{
    private static readonly ThriftField Truth = ThriftField.Truth, Byte = ThriftField.Byte, I32 = ThriftField.I32, I64 = ThriftField.I64, Binary = ThriftField.Binary;

    private static readonly ThriftShape Empty = new([]);

    private static readonly ThriftShape KeyValue = Of(Binary, Binary);

    private static readonly ThriftShape Statistics = Of(Binary, Binary, I64, I64, Binary, Binary, Truth, Truth);

    private static readonly ThriftShape Time = Of(Truth, ThriftField.Of(Of(ThriftField.Of(Empty), ThriftField.Of(Empty), ThriftField.Of(Empty))));

    private static readonly ThriftShape LogicalType = new(new Dictionary<int, ThriftField>(Enumerable.Range(1, 18).Select(id => KeyValuePair.Create(id, ThriftField.Of(id switch
    {
        5 => Of(I32, I32),
        7 or 8 => Time,
        10 => Of(Byte, Truth),
        16 => Of(Byte),
        17 or 18 => Of(Binary, I32),
        _ => Empty,
    })))));

    private static readonly ThriftShape SchemaElement = Of(I32, I32, I32, Binary, I32, I32, I32, I32, I32, ThriftField.Of(LogicalType));

    private static readonly ThriftShape Sizes = Of(I64, ThriftField.ListOf(I64), ThriftField.ListOf(I64));

    private static readonly ThriftShape Places = Of(ThriftField.Of(Of([.. Enumerable.Repeat(ThriftField.Double, 8)])), ThriftField.ListOf(I32));

    private static readonly ThriftShape ColumnMetaData = Of(
        I32, ThriftField.ListOf(I32), ThriftField.ListOf(Binary), I32, I64, I64, I64, ThriftField.ListOf(KeyValue), I64, I64, I64, ThriftField.Of(Statistics),
        ThriftField.ListOf(Of(I32, I32, I32)), I64, I32, ThriftField.Of(Sizes), ThriftField.Of(Places));

    private static readonly ThriftShape Secret = Of(Binary, Binary, Truth);

    private static readonly ThriftShape ColumnChunk = Of(
        Binary, I64, ThriftField.Of(ColumnMetaData), I64, I32, I64, I32,
        ThriftField.Of(Of(ThriftField.Of(Empty), ThriftField.Of(Of(ThriftField.ListOf(Binary), Binary)))), Binary);

    private static readonly ThriftShape RowGroup = Of(ThriftField.ListOf(ColumnChunk), I64, I64, ThriftField.ListOf(Of(I32, Truth, Truth)), I64, I64, ThriftField.I16);

    public static ThriftShape FileMetaData { get; } = Of(
        I32, ThriftField.ListOf(SchemaElement), I64, ThriftField.ListOf(RowGroup), ThriftField.ListOf(KeyValue), Binary,
        ThriftField.ListOf(Of(ThriftField.Of(Empty))), ThriftField.Of(Of(ThriftField.Of(Secret), ThriftField.Of(Secret))), Binary);

    public static ThriftShape PageHeader { get; } = Of(
        I32, I32, I32, I32, ThriftField.Of(Of(I32, I32, I32, I32, ThriftField.Of(Statistics))), ThriftField.Of(Empty),
        ThriftField.Of(Of(I32, I32, Truth)), ThriftField.Of(Of(I32, I32, I32, I32, I32, I32, Truth, ThriftField.Of(Statistics))));

    /// <summary>Fields 1, 2, 3, ….</summary>
    private static ThriftShape Of(params ThriftField[] fields) => new(fields.Index().ToDictionary(field => field.Index + 1, field => field.Item));
}
