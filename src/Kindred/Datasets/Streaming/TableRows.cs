using Kindred.Datasets.Tables;
using Kindred.Numerics;

namespace Kindred.Datasets.Streaming;

/// <summary>Rows of a table whose numbers lie in a file, narrowed to 32 bits whenever they are asked for, as those of a table in memory are once.</summary>
/// <param name="numbers">In 64 bits.</param>
/// <param name="kept">Which of their rows; null: all.</param>
/// <param name="narrowing">What becomes of a row.</param>
internal sealed class TableRows(NumbersFile numbers, int[]? kept, RowNarrowing narrowing) : IRowSource, IDisposable
{
    public int Rows => kept?.Length ?? numbers.Rows;

    public int Columns => narrowing.Columns.Length;

    public float? ByteScale => null;

    public long BytesOfRow => sizeof(double) * (long)numbers.Columns;

    /// <inheritdoc/>
    public void Read(int start, Span<float> values)
    {
        for (var i = 0; i < values.Length / Columns; i++)
            narrowing.Narrow(numbers, kept?[start + i] ?? (start + i), values.Slice(i * Columns, Columns));
    }

    /// <inheritdoc/>
    public void Read(int start, Span<byte> values) => throw new InvalidOperationException("These rows are floats.");

    public void Dispose() => numbers.Dispose();
}
