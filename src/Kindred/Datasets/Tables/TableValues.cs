using Kindred.Datasets.Streaming;

namespace Kindred.Datasets.Tables;

/// <summary>The numbers of a table as they come, row after row: as bytes while all are whole numbers from 0 to 255, if asked for, else in 64 bits.</summary>
/// <param name="file">For messages.</param>
/// <param name="columns">Of the table.</param>
/// <param name="startAsBytes">Whether they are bytes until one is none.</param>
/// <param name="disk">Where they are kept, as 64 bits, instead of in memory.</param>
internal sealed class TableValues(string file, int columns, bool startAsBytes, NumbersFile? disk = null) : INumbers
{
    private const int FirstCapacity = 1 << 16;

    private byte[]? _bytes = startAsBytes ? [] : null;
    private double[] _values = [];
    private int _count, _rows;

    public int Rows => _rows;

    public int Columns => columns;

    public bool FitFloats => _bytes is not null;

    /// <summary>The values row after row, where all are bytes.</summary>
    public ReadOnlyMemory<byte>? Bytes => _bytes is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(_bytes, 0, _count);

    public double Value(int row, int column) => _bytes is null ? _values[((long)row * columns) + column] : _bytes[((long)row * columns) + column];

    /// <summary>Makes room for one more row.</summary>
    public void BeginRow()
    {
        _rows++;
        if (disk is not null)
            return;
        var needed = (long)_count + columns;
        if (needed > Array.MaxLength)
            throw new DataFileException(file, $"there are more than {Array.MaxLength} numbers; fewer rows or columns are needed.");
        var capacity = (int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(FirstCapacity, 2L * _count)));
        if (_bytes is not null && needed > _bytes.Length)
            _bytes = Grown(_bytes, capacity);
        if (_bytes is null && needed > _values.Length)
            _values = Grown(_values, capacity);
    }

    public void Add(byte value)
    {
        if (disk is not null)
            disk.Add(value);
        else if (_bytes is not null)
            _bytes[_count++] = value;
        else
            _values[_count++] = value;
    }

    public void Add(double value)
    {
        if (disk is not null)
        {
            disk.Add(value);
            return;
        }

        if (_bytes is not null && value is >= 0 and <= 255 && value == (byte)value)
        {
            _bytes[_count++] = (byte)value;
            return;
        }

        if (_bytes is not null)
            Widen(_bytes);
        _values[_count++] = value;
    }

    private void Widen(byte[] bytes)
    {
        _values = GC.AllocateUninitializedArray<double>(bytes.Length);
        for (var i = 0; i < _count; i++)
            _values[i] = bytes[i];
        _bytes = null;
    }

    // what is beyond the count is never touched, so it costs no memory that is really there
    private T[] Grown<T>(T[] values, int capacity)
        where T : unmanaged
    {
        var larger = GC.AllocateUninitializedArray<T>(capacity);
        values.AsSpan(0, _count).CopyTo(larger);
        return larger;
    }
}
