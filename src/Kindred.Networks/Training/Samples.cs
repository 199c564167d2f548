using System.Numerics.Tensors;
using Kindred.Numerics;

namespace Kindred.Networks.Training;

/// <summary>Rows to learn from and, if there are any, rows whose loss is only watched.</summary>
public sealed record TrainingData
{
    public TrainingData(Samples train, Samples? validation = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (train.Rows == 0 || validation?.Rows == 0)
            throw new ArgumentException("A part of the data has no rows.");
        if (validation is not null && validation.Columns != train.Columns)
            throw new ArgumentException($"Validation rows have {validation.Columns} columns, training rows {train.Columns}.", nameof(validation));
        (Train, Validation) = (train, validation);
    }

    public Samples Train { get; }

    public Samples? Validation { get; }

    /// <summary>A number that other data would hardly have: a checksum of 64 rows of each part.</summary>
    internal string Fingerprint() => $"{Train.Fingerprint():x8}{Validation?.Fingerprint() ?? 0:x8}";
}

/// <summary>The rows a network sees, read a few at a time; bytes become floats only then. Rows that lie elsewhere are a type derived from this.</summary>
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

    /// <summary>Rows that are read where they lie whenever they are asked for, so that there may be more than memory holds; the values are those of the same rows in memory.</summary>
    public static Samples From(IRowSource x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return new SourceSamples(x);
    }

    /// <summary>Some of the rows, in the given order, without copying them.</summary>
    public Samples Take(int[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new ChosenSamples(this, rows);
    }

    /// <summary>Writes one row, <see cref="Columns"/> values. Several threads ask for different rows at a time; the same row is always the same values.</summary>
    public abstract void CopyRow(int row, Span<float> values);

    /// <summary>Fowler, Noll and Vo's hash (FNV-1a) of 64 rows, evenly spaced.</summary>
    internal uint Fingerprint()
    {
        var (hash, values) = (2166136261u, new float[Columns]);
        for (var i = 0; i < Math.Min(64, Rows); i++)
        {
            CopyRow((int)((long)i * Rows / Math.Min(64, Rows)), values);
            foreach (var value in values)
                hash = (hash ^ BitConverter.SingleToUInt32Bits(value)) * 16777619u;
        }

        return hash;
    }

    private sealed class FloatSamples(Matrix x) : Samples
    {
        public override int Rows => x.Rows;

        public override int Columns => x.Columns;

        public override void CopyRow(int row, Span<float> values) => x.Row(row).CopyTo(values);
    }

    private sealed class ByteSamples(ByteMatrix x) : Samples
    {
        public override int Rows => x.Rows;

        public override int Columns => x.Columns;

        public override void CopyRow(int row, Span<float> values)
        {
            TensorPrimitives.ConvertTruncating(x.Row(row), values);
            TensorPrimitives.Multiply(values, x.Scale, values);
        }
    }

    private sealed class SourceSamples(IRowSource x) : Samples
    {
        public override int Rows => x.Rows;

        public override int Columns => x.Columns;

        public override void CopyRow(int row, Span<float> values) => x.Read(row, values);
    }

    private sealed class ChosenSamples(Samples samples, int[] rows) : Samples
    {
        public override int Rows => rows.Length;

        public override int Columns => samples.Columns;

        public override void CopyRow(int row, Span<float> values) => samples.CopyRow(rows[row], values);
    }
}
