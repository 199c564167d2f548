using System.Numerics.Tensors;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Datasets.Streaming;

/// <summary>Between which numbers all values of a source lie, and whether they are whole.</summary>
internal readonly record struct ValueRange(float Low, float High, bool AreWhole)
{
    private const long WindowBytes = 8L << 20;

    /// <summary>One pass, which ends early where a value above <paramref name="stopAbove"/> has been seen.</summary>
    public static ValueRange Of(IRowSource source, float stopAbove, CancellationToken cancellation)
    {
        var (range, window) = (new ValueRange(float.PositiveInfinity, float.NegativeInfinity, AreWhole: true), source.RowsIn(WindowBytes));
        for (var start = 0; start < source.Rows && !(range.High > stopAbove); start += window)
        {
            cancellation.ThrowIfCancellationRequested();
            var x = source.Slice(start, Math.Min(window, source.Rows - start));
            var parts = new ValueRange[WorkerPool.ChunkCount(x.Rows)];
            WorkerPool.ForEachChunk(x.Rows, (chunk, first, end) => parts[chunk] = Of(x.Slice(first, end - first).Values));
            foreach (var part in parts)
                range = new ValueRange(Math.Min(range.Low, part.Low), Math.Max(range.High, part.High), range.AreWhole && part.AreWhole);
        }

        return range;
    }

    private static ValueRange Of(ReadOnlySpan<float> values)
    {
        var whole = true;
        for (var i = 0; i < values.Length && whole; i++)
            whole = values[i] == MathF.Floor(values[i]);
        return new ValueRange(TensorPrimitives.Min(values), TensorPrimitives.Max(values), whole);
    }
}
