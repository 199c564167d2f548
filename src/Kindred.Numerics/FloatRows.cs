namespace Kindred.Numerics;

/// <summary>Rows of bytes as what they mean, for methods that would take the same rows as floats in memory.</summary>
internal sealed class FloatRows(IRowSource source) : IRowSource
{
    public int Rows => source.Rows;

    public int Columns => source.Columns;

    public float? ByteScale => null;

    public long BytesOfRow => source.BytesOfRow;

    /// <inheritdoc/>
    public void Read(int start, Span<float> values) => source.Read(start, values);

    /// <inheritdoc/>
    public void Read(int start, Span<byte> values) => throw new InvalidOperationException("These rows are floats.");
}
