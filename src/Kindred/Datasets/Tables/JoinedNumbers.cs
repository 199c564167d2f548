namespace Kindred.Datasets.Tables;

/// <summary>Tables of the same columns, one below the other.</summary>
internal sealed class JoinedNumbers : INumbers
{
    private readonly INumbers[] _parts;
    private readonly int[] _starts;  // the first row of each part

    /// <exception cref="OverflowException">There are more rows than a table can have.</exception>
    public JoinedNumbers(INumbers[] parts)
    {
        _parts = parts;
        _starts = new int[parts.Length];
        foreach (var (p, part) in parts.Index())
        {
            _starts[p] = Rows;
            Rows = checked(Rows + part.Rows);
        }
    }

    public int Rows { get; }

    public int Columns => _parts[0].Columns;

    public bool FitFloats => Array.TrueForAll(_parts, part => part.FitFloats);

    public double? White => Array.TrueForAll(_parts, part => part.White == _parts[0].White) ? _parts[0].White : null;

    public IReadOnlyList<INumbers> Parts => _parts;

    public ReadOnlyMemory<byte>? Bytes => field ??= Array.TrueForAll(_parts, part => part.Bytes is not null) ? AllBytes() : default(ReadOnlyMemory<byte>?);

    public double Value(int row, int column) => PartOf(ref row).Value(row, column);

    public double Less(int row, int column, double origin) => PartOf(ref row).Less(row, column, origin);

    /// <summary>The part in which a row lies; the row becomes that of the part.</summary>
    private INumbers PartOf(ref int row)
    {
        var place = Array.BinarySearch(_starts, row);
        var part = place >= 0 ? place : ~place - 1;
        row -= _starts[part];
        return _parts[part];
    }

    private byte[] AllBytes()
    {
        var bytes = GC.AllocateUninitializedArray<byte>(checked(Rows * Columns));
        foreach (var (p, part) in _parts.Index())
            part.Bytes!.Value.Span.CopyTo(bytes.AsSpan(_starts[p] * Columns));
        return bytes;
    }
}
