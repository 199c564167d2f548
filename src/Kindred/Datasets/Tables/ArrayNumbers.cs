namespace Kindred.Datasets.Tables;

/// <summary>An array of one to four dimensions, the first of which counts the items, as a table: one row an item.</summary>
internal sealed class ArrayNumbers : INumbers
{
    private readonly byte[] _payload;
    private readonly ArrayType _type;
    private readonly long[] _strides;  // of a row, then of what its columns run through, the last fastest
    private readonly int[] _sizes;     // of what the columns run through
    private readonly bool _isInOrder;

    /// <param name="payload">All values.</param>
    /// <param name="type">Of a value.</param>
    /// <param name="sizes">Of the dimensions.</param>
    /// <param name="columnsFirst">Whether the first dimension runs fastest in the payload (Fortran order).</param>
    public ArrayNumbers(byte[] payload, ArrayType type, IReadOnlyList<int> sizes, bool columnsFirst)
    {
        (_payload, _type) = (payload, type);
        var strides = new long[sizes.Count];
        var stride = 1L;
        for (var k = 0; k < sizes.Count; k++)
        {
            var d = columnsFirst ? k : sizes.Count - 1 - k;
            strides[d] = stride;
            stride *= sizes[d];
        }

        (Shape, var order) = ShapeOf(sizes);
        Rows = sizes[0];
        Columns = Shape.Size;
        _sizes = [.. order.Select(d => sizes[d])];
        _strides = [strides[0], .. order.Select(d => strides[d])];
        _isInOrder = !columnsFirst && order.SequenceEqual(Enumerable.Range(1, sizes.Count - 1));
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Of an item: pictures from three dimensions on, else a row of numbers.</summary>
    public ImageShape Shape { get; }

    public bool FitFloats => _type.FitsFloats;

    public double? White => _type.White;

    public ReadOnlyMemory<byte>? Bytes => _type.IsByte ? new ReadOnlyMemory<byte>(BytesInOrder) : default(ReadOnlyMemory<byte>?);

    private byte[] BytesInOrder => field ??= _isInOrder && _type.Kind == 'u' ? _payload : InOrder();

    public double Value(int row, int column) => _type.Value(At(row, column));

    public double Less(int row, int column, double origin) => _type.Less(At(row, column), origin);

    /// <summary>
    /// The shape of an item, and the dimensions in the order height, width, channels. Of four dimensions, the last or else the second holds
    /// the channels: where only one of these has 1, 3 or 4, that one.
    /// </summary>
    internal static (ImageShape Shape, int[] Order) ShapeOf(IReadOnlyList<int> sizes) => sizes.Count switch
    {
        1 => (ImageShape.OfTable(1), []),
        2 => (ImageShape.OfTable(sizes[1]), [1]),
        3 => (new ImageShape(sizes[1], sizes[2], 1), [1, 2]),
        _ when IsChannels(sizes[1]) && !IsChannels(sizes[3]) => (new ImageShape(sizes[2], sizes[3], sizes[1]), [2, 3, 1]),
        _ => (new ImageShape(sizes[1], sizes[2], sizes[3]), [1, 2, 3]),
    };

    private static bool IsChannels(int size) => size is 1 or 3 or 4;

    private ReadOnlySpan<byte> At(int row, int column)
    {
        if (_isInOrder)
            return _payload.AsSpan((int)((((long)row * Columns) + column) * _type.Size), _type.Size);
        var place = row * _strides[0];
        for (var k = _sizes.Length - 1; k >= 0; k--)
        {
            place += column % _sizes[k] * _strides[k + 1];
            column /= _sizes[k];
        }

        return _payload.AsSpan((int)(place * _type.Size), _type.Size);
    }

    private byte[] InOrder()
    {
        var bytes = new byte[_payload.Length];
        for (var k = 0; k < bytes.Length; k++)
            bytes[k] = (byte)Value(k / Columns, k % Columns);
        return bytes;
    }
}
