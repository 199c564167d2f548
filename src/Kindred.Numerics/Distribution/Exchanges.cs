using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Kindred.Numerics.Distribution;

/// <summary>What processes do together beyond the calls of <see cref="ICommunicator"/>, made of these.</summary>
internal static class Exchanges
{
    private const int Lanes = 16;

    /// <summary>Adds to <paramref name="values"/>, or reads them, when it is a process's turn.</summary>
    public delegate void Turn<T>(Span<T> values);

    /// <summary>The values that process <paramref name="rank"/> of <paramref name="size"/> adds up: whole vectors, so that the last slices may be empty.</summary>
    public static (int Start, int End) SliceOf(int length, int rank, int size)
    {
        var slice = ((long)length + (size * Lanes) - 1) / (size * Lanes) * Lanes;
        return ((int)Math.Min(length, rank * slice), (int)Math.Min(length, (rank + 1) * slice));
    }

    /// <summary>The values of a process's slice from <paramref name="start"/> on, <paramref name="most"/> at most.</summary>
    public static Span<T> PartOf<T>(Span<T> values, int rank, int size, int start, int most)
    {
        var slice = SliceOf(values.Length, rank, size);
        var first = (int)Math.Min(slice.End, slice.Start + (long)start);
        return values.Slice(first, Math.Min(most, slice.End - first));
    }

    /// <summary>own ← Σ over processes, in the order of ranks. What the others have lies in <paramref name="received"/> at multiples of <paramref name="step"/>, and may be overwritten.</summary>
    public static void AddInOrder<T>(Span<T> own, Span<T> received, int step, int rank, int size)
        where T : unmanaged, INumber<T>
    {
        var sum = rank == 0 ? own : received[..own.Length];
        for (var other = 1; other < size; other++)
            TensorPrimitives.Add(sum, other == rank ? own : received.Slice(other * step, own.Length), other == size - 1 ? own : sum);
    }

    /// <summary>values ← those of process <paramref name="root"/>.</summary>
    public static void Broadcast<T>(this ICommunicator communicator, Span<T> values, int root)
        where T : unmanaged => communicator.Broadcast(MemoryMarshal.AsBytes(values), root);

    /// <summary>Every process in the order of ranks works on what the one before it left; all have what the last one left. A chain over all rows
    /// has the bits it would have in one process.</summary>
    public static void InTurn<T>(this ICommunicator communicator, Span<T> values, Turn<T> turn)
        where T : unmanaged
    {
        if (communicator.Rank > 0)
            communicator.Receive(MemoryMarshal.AsBytes(values), communicator.Rank - 1);
        turn(values);
        if (communicator.Rank < communicator.Size - 1)
            communicator.Send(MemoryMarshal.AsBytes(values), communicator.Rank + 1);
        communicator.Broadcast(values, communicator.Size - 1);
    }

    /// <summary>The values of all processes in the order of ranks, at every process; each may have another number of them.</summary>
    public static T[] GatherToAll<T>(this ICommunicator communicator, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        if (communicator.Size == 1)
            return values.ToArray();
        var counts = new long[communicator.Size];
        counts[communicator.Rank] = values.Length;
        communicator.Sum(counts);
        var all = new T[checked((int)counts.Sum())];
        var start = 0;
        for (var rank = 0; rank < counts.Length; rank++)
        {
            var part = all.AsSpan(start, (int)counts[rank]);
            if (rank == communicator.Rank)
                values.CopyTo(part);
            communicator.Broadcast(part, rank);
            start += part.Length;
        }

        return all;
    }

    /// <summary>The others sleep until the first process, which does something alone, comes here.</summary>
    public static void AwaitFirst(this ICommunicator communicator)
    {
        Span<byte> word = [1];
        for (var rank = 1; rank < communicator.Size && communicator.Rank == 0; rank++)
            communicator.Send(word, rank);
        if (communicator.Rank == 0)
            return;
        communicator.Await(0);
        communicator.Receive(word, 0);
    }
}
