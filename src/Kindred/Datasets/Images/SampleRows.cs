using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Datasets.Images;

/// <summary>Samples as they are made, one row an image: bytes, or floats in [0, 1] where an image has more than eight bits.</summary>
internal sealed class SampleRows
{
    private readonly byte[] _bytes = [];
    private readonly float[] _floats = [];
    private readonly int _columns;
    private readonly bool _isDeep;
    private int _rows;

    /// <exception cref="ArgumentException">There are more values than an array holds.</exception>
    public SampleRows(int rows, int columns, bool isDeep)
    {
        (_rows, _columns, _isDeep) = (rows, columns, isDeep);
        if ((long)rows * columns > Array.MaxLength)
            throw new ArgumentException($"{rows} rows of {columns} values are more than {Array.MaxLength}.");
        if (isDeep)
            _floats = new float[rows * columns];
        else
            _bytes = new byte[rows * columns];
    }

    /// <summary>Row ← values / white, which lie in [0, 1]; as bytes, values of eight bits are rounded.</summary>
    public void Set(int row, ReadOnlySpan<float> values, float white)
    {
        if (_isDeep)
        {
            TensorPrimitives.Divide(values, white, _floats.AsSpan(row * _columns, values.Length));
            return;
        }

        var bytes = _bytes.AsSpan(row * _columns, values.Length);
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = ImageResampling.Rounded(values[i]);
    }

    /// <summary>Row ← samples of eight bits.</summary>
    public void Set(int row, ReadOnlySpan<byte> samples) => samples.CopyTo(_bytes.AsSpan(row * _columns, _columns));

    /// <summary>Only the given rows, which rise, are left, moved together.</summary>
    public void Keep(ReadOnlySpan<int> rows)
    {
        Compact(_bytes, rows);
        Compact(_floats, rows);
        _rows = rows.Length;
    }

    public ImageSet ToImageSet(ImageShape shape, int[]? labels, string[] names) => _isDeep
        ? new ImageSet(new Matrix(_rows, _columns, _floats.AsMemory(0, _rows * _columns)), shape, labels, names) { Unit = PixelUnit.Sixteen }
        : new ImageSet(new ByteMatrix(_rows, _columns, _bytes.AsMemory(0, _rows * _columns)), shape, labels, names);

    private void Compact<T>(T[] values, ReadOnlySpan<int> rows)
    {
        for (var i = 0; i < rows.Length && values.Length > 0; i++)
            Array.Copy(values, rows[i] * _columns, values, i * _columns, _columns);
    }
}
