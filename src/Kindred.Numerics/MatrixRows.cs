namespace Kindred.Numerics;

/// <summary>The rows of a table in memory.</summary>
public sealed class MatrixRows : IRowSource
{
    private readonly Matrix? _floats;
    private readonly ByteMatrix? _bytes;

    public MatrixRows(Matrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        (Rows, Columns, _floats) = (x.Rows, x.Columns, x);
    }

    public MatrixRows(ByteMatrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        (Rows, Columns, _bytes) = (x.Rows, x.Columns, x);
    }

    /// <inheritdoc/>
    public int Rows { get; }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <inheritdoc/>
    public float? ByteScale => _bytes?.Scale;

    /// <inheritdoc/>
    public long BytesOfRow => (_bytes is null ? sizeof(float) : 1) * (long)Columns;

    /// <inheritdoc/>
    public void Read(int start, Span<float> values)
    {
        var count = values.Length / Columns;
        if (_bytes is not null)
        {
            for (var i = 0; i < count; i++)
                _bytes.ReadRow(start + i, values.Slice(i * Columns, Columns));
            return;
        }

        var source = _floats!.Slice(start, count);
        Guard.Samples(source, atLeast: 0);
        source.Values.CopyTo(values);
    }

    /// <inheritdoc/>
    public void Read(int start, Span<byte> values) => (_bytes ?? throw new InvalidOperationException("These rows are floats."))
        .Slice(start, values.Length / Columns).Values.CopyTo(values);
}
