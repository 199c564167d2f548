using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>The numbers of a table as they come, row after row: as bytes while all are whole numbers from 0 to 255, else as floats.</summary>
internal sealed class CsvValues(string file, int columns, bool startAsBytes)
{
    private const int FirstCapacity = 1 << 16;

    private byte[]? _bytes = startAsBytes ? [] : null;
    private float[] _floats = [];
    private int _count;

    public int Rows => _count / columns;

    /// <summary>Makes room for one more row.</summary>
    public void BeginRow()
    {
        var needed = (long)_count + columns;
        if (needed > Array.MaxLength)
            throw new DataFileException(file, $"there are more than {Array.MaxLength} numbers; fewer rows or columns are needed.");
        var capacity = (int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(FirstCapacity, 2L * _count)));
        if (_bytes is not null && needed > _bytes.Length)
            _bytes = Grown(_bytes, capacity);
        if (_bytes is null && needed > _floats.Length)
            _floats = Grown(_floats, capacity);
    }

    public void Add(byte value)
    {
        if (_bytes is not null)
            _bytes[_count++] = value;
        else
            _floats[_count++] = value;
    }

    public void Add(float value)
    {
        if (_bytes is not null && value is >= 0 and <= 255 && value == (byte)value)
        {
            _bytes[_count++] = (byte)value;
            return;
        }

        if (_bytes is not null)
            BecomeFloats(_bytes);
        _floats[_count++] = value;
    }

    public ImageSet ToImageSet(ImageShape shape, int[]? labels, string[]? names) => _bytes is not null
        ? new ImageSet(new ByteMatrix(Rows, columns, _bytes.AsMemory(0, _count)), shape, labels, names)
        : new ImageSet(new Matrix(Rows, columns, _floats.AsMemory(0, _count)), shape, labels, names);

    private void BecomeFloats(byte[] bytes)
    {
        _floats = GC.AllocateUninitializedArray<float>(bytes.Length);
        for (var i = 0; i < _count; i++)
            _floats[i] = bytes[i];
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
