using Kindred.Numerics;

namespace Kindred.Preprocessing;

/// <summary>What steps make of rows, whenever these are read.</summary>
internal sealed class TransformedRows(IRowSource source, ITransform step) : IRowSource
{
    public int Rows => source.Rows;

    public int Columns => step.OutputColumns;

    public float? ByteScale => null;

    public long BytesOfRow => source.BytesOfRow;

    /// <inheritdoc/>
    public void Read(int start, Span<float> values)
    {
        var count = values.Length / Columns;
        if (count == 0)
            return;
        Transformed(start, count).Values.CopyTo(values);
    }

    /// <inheritdoc/>
    public void Read(int start, Span<byte> values) => throw new InvalidOperationException("These rows are floats.");

    private Matrix Transformed(int start, int count)
    {
        if (source.ByteScale is not { } scale)
        {
            var x = new Matrix(count, source.Columns);
            source.Read(start, x.MutableValues);
            return step.Transform(x);
        }

        var bytes = new byte[checked(count * source.Columns)];
        source.Read(start, bytes);
        return step.Transform(new ByteMatrix(count, source.Columns, bytes, scale));
    }
}
