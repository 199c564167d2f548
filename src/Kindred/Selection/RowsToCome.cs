using Kindred.Numerics;

namespace Kindred.Selection;

/// <summary>Rows that an encoder would make, for plans, which ask how many and how wide they are: all zero.</summary>
internal sealed class RowsToCome(int rows, int columns, long bytesOfRow) : IRowSource
{
    public int Rows => rows;

    public int Columns => columns;

    public float? ByteScale => null;

    public long BytesOfRow => bytesOfRow;

    /// <inheritdoc/>
    public void Read(int start, Span<float> values) => values.Clear();

    /// <inheritdoc/>
    public void Read(int start, Span<byte> values) => throw new InvalidOperationException("These rows are floats.");
}
