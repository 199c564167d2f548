using System.Numerics.Tensors;
using Kindred.Datasets.Tables;
using Kindred.Methods;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Threads;
using Kindred.Storage;

namespace Kindred.Preprocessing;

/// <summary>Maps every column onto [0, 1] by its smallest and largest value; columns that do not vary become 0.</summary>
public sealed record MinMaxScaler : ITransformer<ColumnScaling>, IStreamedTransformer
{
    internal static MethodKind<ITransformer> Method { get; } = new("minmax", ColumnScaling.StoredAs, string.Empty, _ => new MinMaxScaler()) { KeepsShape = true };

    string ITransformer.Name => "scaling";

    /// <exception cref="ArgumentException">There are no rows or columns, or a value is not finite.</exception>
    public ColumnScaling Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: 1);
        cancellation.ThrowIfCancellationRequested();
        float[] smallest = x.Row(0).ToArray(), largest = x.Row(0).ToArray();
        for (var i = 1; i < x.Rows; i++)
        {
            var row = x.Row(i);
            for (var j = 0; j < row.Length; j++)
                (smallest[j], largest[j]) = (Math.Min(smallest[j], row[j]), Math.Max(largest[j], row[j]));
        }

        return Between(smallest, largest);
    }

    /// <summary>The same from bytes, of which a block at a time becomes floats.</summary>
    ITransform ITransformer.Fit(ByteMatrix x, IProgress<FitProgress>? progress, CancellationToken cancellation) => StreamedRows.Fit(this, x, progress, cancellation);

    /// <summary>The same from rows that are read in one pass.</summary>
    ITransform IStreamedTransformer.Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var (smallest, largest) = StreamedRows.Range(x, stream, cancellation);
        return Between(smallest, largest);
    }

    private static ColumnScaling Between(float[] smallest, float[] largest) =>
        new([.. smallest.Select(low => (double)low)], [.. smallest.Zip(largest, (low, high) => (double)high - low)]);
}

/// <summary>Maps the smallest of all values to 0 and the largest to 1, all columns alike: for images, whose pixels keep their proportions.</summary>
public sealed record RangeScaler : ITransformer<ColumnScaling>, IStreamedTransformer
{
    internal static MethodKind<ITransformer> Method { get; } = new("range", ColumnScaling.StoredAs, string.Empty, _ => new RangeScaler()) { KeepsShape = true };

    string ITransformer.Name => "scaling";

    /// <exception cref="ArgumentException">There are no rows or columns, or a value is not finite.</exception>
    public ColumnScaling Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: 1);
        cancellation.ThrowIfCancellationRequested();
        return Between(TensorPrimitives.Min(x.Values), TensorPrimitives.Max(x.Values), x.Columns);
    }

    /// <summary>The same from bytes, of which a block at a time becomes floats.</summary>
    ITransform ITransformer.Fit(ByteMatrix x, IProgress<FitProgress>? progress, CancellationToken cancellation) => StreamedRows.Fit(this, x, progress, cancellation);

    /// <summary>The same from rows that are read in one pass.</summary>
    ITransform IStreamedTransformer.Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var (smallest, largest) = StreamedRows.Range(x, stream, cancellation);
        return Between(smallest.Min(), largest.Max(), x.Columns);
    }

    private static ColumnScaling Between(double low, double high, int columns) => new([.. Enumerable.Repeat(low, columns)], [.. Enumerable.Repeat(high - low, columns)]);
}

/// <summary>Gives every column the mean 0, or another centre, and the population variance 1; columns that do not vary become 0.</summary>
public sealed record StandardScaler : ITransformer<ColumnScaling>, IStreamedTransformer
{
    internal static MethodKind<ITransformer> Method { get; } = new("standard", ColumnScaling.StoredAs, string.Empty, _ => new StandardScaler()) { KeepsShape = true };

    /// <summary>Counts from where most values lie instead of from the mean, so that a group far away costs the others none of their 24 bits.</summary>
    public bool FromMedian { get; init; }

    string ITransformer.Name => "scaling";

    /// <exception cref="ArgumentException">There are no rows or columns, or a value is not finite.</exception>
    public ColumnScaling Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: 1);
        cancellation.ThrowIfCancellationRequested();
        return Fit(new RowBlocks(x), () => Narrowing.Centres(x), cancellation);
    }

    /// <summary>The same from bytes, of which a block at a time becomes floats.</summary>
    ITransform ITransformer.Fit(ByteMatrix x, IProgress<FitProgress>? progress, CancellationToken cancellation) => StreamedRows.Fit(this, x, progress, cancellation);

    /// <summary>The same from rows that are read in two passes; several processes add up their sums, so that their number changes the last bits.</summary>
    ITransform IStreamedTransformer.Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        Guard.Samples(x.Rows, x.Columns, atLeast: 1);
        var rows = new RowBlocks(x, new RowShard(stream.Communicator, x.Rows, StreamedRows.ShardRows));
        return Fit(rows, () => Narrowing.Centres(rows.Take(Narrowing.Looked(x.Rows))), cancellation);
    }

    private ColumnScaling Fit(RowBlocks x, Func<double[]> centres, CancellationToken cancellation)
    {
        var means = Statistics.ColumnMeans(x);
        var squares = new double[x.Columns];
        for (var start = 0; start < x.Rows; start += StreamedRows.ShardRows)
        {
            cancellation.ThrowIfCancellationRequested();
            var block = x.Read(start, Math.Min(StreamedRows.ShardRows, x.Rows - start));
            for (var i = 0; i < block.Rows; i++)
            {
                var row = block.Row(i);
                for (var j = 0; j < row.Length; j++)
                    squares[j] += (row[j] - means[j]) * (row[j] - means[j]);
            }
        }

        x.Communicator.Sum(squares);

        // A constant column has a mean that is off by rounding, not a variance.
        var deviations = squares.Zip(means, (square, mean) => Math.Sqrt(square / x.Total) is var s && s > 1e-12 * Math.Abs(mean) ? s : 0);
        return new ColumnScaling([.. FromMedian ? centres() : means], [.. deviations]);
    }
}

/// <summary>(x − offset) / unit, column by column; 0 where the unit is 0.</summary>
public sealed class ColumnScaling : ITransform
{
    internal ColumnScaling(ValueList<double> offsets, ValueList<double> units) => (Offsets, Units) = (offsets, units);

    /// <summary>What becomes 0 in every column.</summary>
    public ValueList<double> Offsets { get; }

    /// <summary>What becomes a difference of 1 in every column; 0 for columns that did not vary.</summary>
    public ValueList<double> Units { get; }

    public int InputColumns => Offsets.Count;

    public int OutputColumns => Offsets.Count;

    internal static StoredKind StoredAs { get; } = new("scaling", file => new ColumnScaling(ValueList.Create(file.Finite("offsets")), ValueList.Create(file.NotNegative("units"))));

    StoredKind IStored.Kind => StoredAs;

    SafeTensors IStored.Store() => new([], null, [StoredNumbers.Doubles("offsets", [.. Offsets]), StoredNumbers.Doubles("units", [.. Units])]);

    /// <exception cref="ArgumentException">The columns are not as many as fitted on, or a value is not finite.</exception>
    public Matrix Transform(Matrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, Offsets.Count);
        var mapped = new Matrix(x.Rows, x.Columns);
        double[] offsets = [.. Offsets], units = [.. Units.Select(unit => unit > 0 ? unit : 1)];
        int[] still = [.. Enumerable.Range(0, Units.Count).Where(j => !(Units[j] > 0))];
        WorkerPool.ForEachChunk(x.Rows, (_, start, end) =>
        {
            var values = new double[x.Columns];
            for (var i = start; i < end; i++)
            {
                TensorPrimitives.ConvertTruncating(x.Row(i), values);
                TensorPrimitives.Subtract(values, offsets, values);
                TensorPrimitives.Divide(values, units, values);
                var target = mapped.MutableRow(i);
                TensorPrimitives.ConvertTruncating(values, target);
                foreach (var j in still)
                    target[j] = 0;
            }
        });
        return mapped;
    }

    /// <summary>The way back; columns that did not vary get the value they had.</summary>
    /// <exception cref="ArgumentException">The columns are not as many as fitted on, or a value is not finite.</exception>
    public Matrix Restore(Matrix x) => Map(x, (value, j) => (value * Units[j]) + Offsets[j]);

    private Matrix Map(Matrix x, Func<double, int, double> map)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, Offsets.Count);
        var mapped = new Matrix(x.Rows, x.Columns);
        WorkerPool.ForEachChunk(x.Rows, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var source = x.Row(i);
                var target = mapped.MutableRow(i);
                for (var j = 0; j < source.Length; j++)
                    target[j] = (float)map(source[j], j);
            }
        });
        return mapped;
    }
}
