using System.Numerics.Tensors;

namespace Kindred.Numerics;

/// <summary>A table kept as bytes, a quarter of the memory of <see cref="Matrix"/>: entry (i, j) means byte × <see cref="Scale"/>.</summary>
public sealed class ByteMatrix
{
    private readonly ReadOnlyMemory<byte> _values;

    /// <summary>Wraps <paramref name="values"/>, row after row, without copying. Pixels in [0, 1] have the scale 1/255.</summary>
    /// <exception cref="ArgumentException">The number of values is not rows × columns, or the scale is not positive.</exception>
    public ByteMatrix(int rows, int columns, ReadOnlyMemory<byte> values, float scale = 1f / 255)
    {
        Guard.NotNegative(rows);
        Guard.NotNegative(columns);
        if (values.Length != (long)rows * columns)
            throw new ArgumentException($"{rows} x {columns} needs {(long)rows * columns} values, got {values.Length}.", nameof(values));
        if (!(scale > 0) || !float.IsFinite(scale))
            throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale must be greater than zero and finite.");
        (Rows, Columns, Scale, _values) = (rows, columns, scale, values);
    }

    public int Rows { get; }

    public int Columns { get; }

    public float Scale { get; }

    /// <summary>All bytes, row after row.</summary>
    public ReadOnlySpan<byte> Values => _values.Span;

    public ReadOnlySpan<byte> Row(int row) => _values.Span.Slice(checked(row * Columns), Columns);

    /// <summary>A window on <paramref name="count"/> rows, without copying.</summary>
    public ByteMatrix Slice(int start, int count) =>
        new(count, Columns, _values.Slice(checked(start * Columns), checked(count * Columns)), Scale);

    /// <summary>A copy of the given rows, in the given order.</summary>
    public ByteMatrix Take(ReadOnlySpan<int> rows)
    {
        var taken = new byte[checked(rows.Length * Columns)];
        for (var i = 0; i < rows.Length; i++)
            Row(rows[i]).CopyTo(taken.AsSpan(i * Columns));
        return new ByteMatrix(rows.Length, Columns, taken, Scale);
    }

    // values ← byte × scale
    internal void ReadRow(int row, Span<float> values)
    {
        var source = Row(row);
        for (var j = 0; j < source.Length; j++)
            values[j] = source[j] * Scale;
    }

    /// <summary>byte × scale, as floats.</summary>
    public Matrix ToMatrix()
    {
        var x = new Matrix(Rows, Columns);
        var source = Values;
        var target = x.MutableValues;
        TensorPrimitives.ConvertTruncating(source, target);
        TensorPrimitives.Multiply(target, Scale, target);
        return x;
    }
}
