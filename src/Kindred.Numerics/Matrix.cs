namespace Kindred.Numerics;

/// <summary>A dense table of numbers: one row per sample, one column per feature, stored row after row. Read-only outside the library.</summary>
public sealed class Matrix
{
    private readonly Memory<float> _values;

    internal Matrix(int rows, int columns)
        : this(rows, columns, new float[checked(rows * columns)])
    {
    }

    /// <summary>Wraps <paramref name="values"/>, row after row, without copying.</summary>
    /// <exception cref="ArgumentException">The number of values is not rows × columns.</exception>
    public Matrix(int rows, int columns, Memory<float> values)
    {
        Guard.NotNegative(rows);
        Guard.NotNegative(columns);
        if (values.Length != (long)rows * columns)
            throw new ArgumentException($"{rows} x {columns} needs {(long)rows * columns} values, got {values.Length}.", nameof(values));
        (Rows, Columns, _values) = (rows, columns, values);
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>All values, row after row.</summary>
    public ReadOnlySpan<float> Values => _values.Span;

    internal Span<float> MutableValues => _values.Span;

    public float this[int row, int column] => Row(row)[column];

    public ReadOnlySpan<float> Row(int row) => MutableRow(row);

    internal Span<float> MutableRow(int row) => _values.Span.Slice(checked(row * Columns), Columns);

    /// <summary>A window on <paramref name="count"/> rows, without copying.</summary>
    public Matrix Slice(int start, int count) => new(count, Columns, _values.Slice(checked(start * Columns), checked(count * Columns)));

    /// <summary>A copy of all rows of several tables of as many columns, one after the other.</summary>
    /// <exception cref="ArgumentException">There is no table, or their columns differ.</exception>
    public static Matrix Stack(IReadOnlyList<Matrix> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0 || parts.Any(part => part.Columns != parts[0].Columns))
            throw new ArgumentException("At least one table is needed, and all must have as many columns.", nameof(parts));
        var stacked = new Matrix(parts.Sum(part => part.Rows), parts[0].Columns);
        var start = 0;
        foreach (var part in parts)
        {
            part.Values.CopyTo(stacked.MutableValues[start..]);
            start += part.Values.Length;
        }

        return stacked;
    }

    /// <summary>A copy of the given rows, in the given order.</summary>
    public Matrix Take(ReadOnlySpan<int> rows)
    {
        var taken = new Matrix(rows.Length, Columns);
        for (var i = 0; i < rows.Length; i++)
            Row(rows[i]).CopyTo(taken.MutableRow(i));
        return taken;
    }
}
