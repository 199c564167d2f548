namespace Kindred.Numerics;

/// <summary>Rows that are read some at a time as floats, whatever they are kept as, so that a pass over bytes never holds them all as floats.</summary>
internal sealed class RowBlocks
{
    private readonly Func<int, int, Matrix> _read;

    public RowBlocks(Matrix x) => (Rows, Columns, _read) = (x.Rows, x.Columns, x.Slice);

    public RowBlocks(ByteMatrix x) => (Rows, Columns, _read) = (x.Rows, x.Columns, (start, count) => x.Slice(start, count).ToMatrix());

    public int Rows { get; }

    public int Columns { get; }

    /// <summary><paramref name="count"/> rows from <paramref name="start"/> on.</summary>
    public Matrix Read(int start, int count) => _read(start, count);
}
