using System.Numerics.Tensors;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Preprocessing;

/// <summary>Passes over rows that are read some at a time.</summary>
internal static class StreamedRows
{
    /// <summary>Processes begin at multiples of these rows.</summary>
    public const int ShardRows = 4096;

    /// <summary>What a step learns from bytes in memory, read as rows of a stream are: a block of them at a time becomes floats.</summary>
    public static ITransform Fit(IStreamedTransformer step, ByteMatrix x, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        step.Fit(new MatrixRows(x), new StreamSettings { Communicator = SingleProcess.Instance }, progress, cancellation);

    /// <summary>The smallest and the largest value of every column.</summary>
    public static (float[] Smallest, float[] Largest) Range(IRowSource x, StreamSettings stream, CancellationToken cancellation)
    {
        Guard.Samples(x.Rows, x.Columns, atLeast: 1);
        var rows = new RowBlocks(x, new RowShard(stream.Communicator, x.Rows, ShardRows));
        var ends = new float[2 * x.Columns];  // -smallest, then largest: both are the largest of something
        Array.Fill(ends, float.NegativeInfinity);
        var (negated, largest) = (new float[x.Columns], ends.AsMemory(x.Columns));
        for (var start = 0; start < rows.Rows; start += ShardRows)
        {
            cancellation.ThrowIfCancellationRequested();
            var block = rows.Read(start, Math.Min(ShardRows, rows.Rows - start));
            for (var i = 0; i < block.Rows; i++)
            {
                TensorPrimitives.Negate(block.Row(i), negated);
                TensorPrimitives.Max(ends.AsSpan(0, x.Columns), negated, ends.AsSpan(0, x.Columns));
                TensorPrimitives.Max(largest.Span, block.Row(i), largest.Span);
            }
        }

        stream.Communicator.Max(ends);
        return (Array.ConvertAll(ends[..x.Columns], value => 0 - value), ends[x.Columns..]);
    }
}
