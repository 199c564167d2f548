using Kindred.Numerics.Distribution;

namespace Kindred.Numerics;

/// <summary>Rows that are read some at a time as floats, whatever they are kept as, so that a pass over bytes, or over a file, never holds them all as floats.</summary>
/// <remarks>Of several processes each has some of all rows; sums over its own are then added over the processes.</remarks>
internal sealed class RowBlocks
{
    private const long WindowBytes = 8L << 20;

    private readonly Func<int, int, Matrix> _read;
    private readonly IRowSource? _source;
    private readonly int _firstOfAll;
    private Matrix? _room;    // of every window in turn: memory that is taken anew for each costs as much as reading does
    private Matrix? _window;
    private int _first;

    public RowBlocks(Matrix x) => (Rows, Total, Columns, _read) = (x.Rows, x.Rows, x.Columns, x.Slice);

    public RowBlocks(ByteMatrix x) => (Rows, Total, Columns, _read) = (x.Rows, x.Rows, x.Columns, (start, count) => x.Slice(start, count).ToMatrix());

    /// <summary>The rows of a source that this process has.</summary>
    public RowBlocks(IRowSource source, RowShard shard)
    {
        (Rows, Total, Columns, _read) = (shard.Count, shard.Total, source.Columns, ReadWindow);
        (_source, _firstOfAll, Communicator) = (source, shard.First, shard.Communicator);
    }

    /// <summary>Of this process.</summary>
    public int Rows { get; }

    /// <summary>Of all processes.</summary>
    public int Total { get; }

    public int Columns { get; }

    public ICommunicator Communicator { get; } = SingleProcess.Instance;

    /// <summary><paramref name="count"/> rows of this process from <paramref name="start"/> on; they stand until the next are read.</summary>
    public Matrix Read(int start, int count) => _read(start, count);

    /// <summary>The given rows of all, one by one, each process for itself.</summary>
    public Matrix Take(IEnumerable<int> rows)
    {
        int[] places = [.. rows];
        if (_source is not null)
            return _source.Take(places);
        var taken = new Matrix(places.Length, Columns);
        for (var i = 0; i < places.Length; i++)
            Read(places[i], 1).Row(0).CopyTo(taken.MutableRow(i));
        return taken;
    }

    private Matrix ReadWindow(int start, int count)
    {
        if (_window is null || start < _first || start + count > _first + _window.Rows)
        {
            var rows = Math.Min(Rows - start, Math.Max(count, (int)(WindowBytes / sizeof(float) / Columns)));
            _window = null;  // nothing is at hand while reading fails
            if (_room is null || _room.Rows < rows)
                _room = new Matrix(rows, Columns);
            var window = _room.Slice(0, rows);
            _source!.ReadInto(window, _firstOfAll + start);
            (_window, _first) = (window, start);
        }

        return _window.Slice(start - _first, count);
    }
}
