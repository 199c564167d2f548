using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Networks.Training;

/// <summary>The rows a network sees, read a few at a time; bytes become floats only then.</summary>
public abstract class Samples
{
    public abstract int Rows { get; }

    public abstract int Columns { get; }

    public static implicit operator Samples(Matrix x) => From(x);

    public static implicit operator Samples(ByteMatrix x) => From(x);

    public static Samples From(Matrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new FloatSamples(x);
    }

    public static Samples From(ByteMatrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new ByteSamples(x);
    }

    /// <summary>Some of the rows, in the given order, without copying them.</summary>
    public Samples Take(int[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new ChosenSamples(this, rows);
    }

    /// <summary>Writes one row, <see cref="Columns"/> values.</summary>
    internal abstract void CopyRow(int row, Span<float> values);

    private sealed class FloatSamples(Matrix x) : Samples
    {
        public override int Rows => x.Rows;

        public override int Columns => x.Columns;

        internal override void CopyRow(int row, Span<float> values) => x.Row(row).CopyTo(values);
    }

    private sealed class ByteSamples(ByteMatrix x) : Samples
    {
        public override int Rows => x.Rows;

        public override int Columns => x.Columns;

        internal override void CopyRow(int row, Span<float> values)
        {
            TensorPrimitives.ConvertTruncating(x.Row(row), values);
            TensorPrimitives.Multiply(values, x.Scale, values);
        }
    }

    private sealed class ChosenSamples(Samples samples, int[] rows) : Samples
    {
        public override int Rows => rows.Length;

        public override int Columns => samples.Columns;

        internal override void CopyRow(int row, Span<float> values) => samples.CopyRow(rows[row], values);
    }
}
