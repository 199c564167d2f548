using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Numerics;

/// <summary>Windows on rows that come from a source.</summary>
internal static class RowSources
{
    private const int ChunkBytes = 1 << 20;

    /// <summary><paramref name="count"/> rows from <paramref name="start"/> on as floats, read by all threads.</summary>
    public static Matrix Slice(this IRowSource source, int start, int count)
    {
        var x = new Matrix(count, source.Columns);
        source.ReadInto(x, start);
        return x;
    }

    /// <summary>The same into memory that is there.</summary>
    public static void ReadInto(this IRowSource source, Matrix x, int start) =>
        source.ReadShared(start, x.Rows, (first, rows) => source.Read(start + first, x.MutableValues.Slice(first * source.Columns, rows * source.Columns)));

    /// <summary>The same as bytes.</summary>
    public static ByteMatrix SliceBytes(this IRowSource source, int start, int count)
    {
        var values = GC.AllocateUninitializedArray<byte>(checked(count * source.Columns));
        source.ReadShared(start, count, (first, rows) => source.Read(start + first, values.AsSpan(first * source.Columns, rows * source.Columns)));
        return new ByteMatrix(count, source.Columns, values, source.ByteScale!.Value);
    }

    /// <summary>The given rows, in the given order, as floats.</summary>
    public static Matrix Take(this IRowSource source, ReadOnlySpan<int> rows)
    {
        var (x, places) = (new Matrix(rows.Length, source.Columns), rows.ToArray());
        WorkerPool.ForEachChunk(places.Length, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
                source.Read(places[i], x.MutableRow(i));
        });
        return x;
    }

    /// <summary>The same as bytes.</summary>
    public static ByteMatrix TakeBytes(this IRowSource source, ReadOnlySpan<int> rows)
    {
        var (values, places) = (new byte[checked(rows.Length * source.Columns)], rows.ToArray());
        WorkerPool.ForEachChunk(places.Length, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
                source.Read(places[i], values.AsSpan(i * source.Columns, source.Columns));
        });
        return new ByteMatrix(places.Length, source.Columns, values, source.ByteScale!.Value);
    }

    /// <summary>Rows of a window of so many bytes as floats, at least one.</summary>
    public static int RowsIn(this IRowSource source, long bytes) => (int)Math.Clamp(bytes / (sizeof(float) * (long)Math.Max(1, source.Columns)), 1, int.MaxValue);

    /// <summary>Cuts a window by its size and lets all threads read.</summary>
    public static void ReadShared(this IRowSource source, int start, int count, Action<int, int> read)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        var rows = source.RowsIn(ChunkBytes);
        WorkerPool.Run((count + rows - 1) / rows, (chunk, _) => read(chunk * rows, Math.Min(rows, count - (chunk * rows))));
    }
}
