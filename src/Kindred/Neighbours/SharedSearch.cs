using System.Runtime.InteropServices;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Neighbours;

/// <summary>Exact searches of the first process, which the others share: each finds the neighbours of its rows among all, so that the answer is that of one process.</summary>
/// <remarks>Whoever shares does not use that y is as far from x as x from y, which halves the work of one; so it takes three processes to gain.</remarks>
public sealed class SharedSearch
{
    private const int LeastProcesses = 3;
    private const int LeastRows = 4096;
    private const int ShardRows = 512;

    private static SharedSearch? _open;

    private readonly ICommunicator _communicator;
    private readonly Lock _one = new();

    internal SharedSearch(ICommunicator communicator) => _communicator = communicator;

    /// <summary>At the first process: true, and its searches are shared until <see cref="End"/>. At the others: takes part in them until then, and false.</summary>
    public static bool Begin(CancellationToken cancellation = default)
    {
        if (Processes.All.Rank > 0)
        {
            new SharedSearch(Processes.All).Serve(cancellation);
            return false;
        }

        _open = Processes.All.Size > 1 ? new SharedSearch(Processes.All) : null;
        return true;
    }

    /// <summary>Lets the others go.</summary>
    public static void End()
    {
        _open?.Release();
        _open = null;
    }

    /// <summary>The neighbours, where it pays to share the search; null where it does not, or where another search goes on.</summary>
    internal static NeighbourTable? TryOf(Matrix x, int count, CancellationToken cancellation)
    {
        if (_open is not { } search || search._communicator.Size < LeastProcesses || x.Rows < LeastRows || WorkerPool.IsInside || !search._one.TryEnter())
            return null;
        try
        {
            return search.Of(x, count, cancellation);
        }
        finally
        {
            search._one.Exit();
        }
    }

    /// <summary>At the first process: the other rows nearest to each.</summary>
    internal NeighbourTable Of(Matrix x, int count, CancellationToken cancellation)
    {
        _communicator.AwaitFirst();
        _communicator.Broadcast<long>(new long[] { x.Rows, x.Columns, count }, root: 0);
        _communicator.Broadcast<float>(x.MutableValues, root: 0);
        var (indices, distances) = (new int[checked(x.Rows * count)], new float[checked(x.Rows * count)]);
        var shard = new RowShard(_communicator, x.Rows, ShardRows);
        var own = Part(x, shard, count, cancellation);
        own.Indices.CopyTo(indices, 0);
        own.Distances.CopyTo(distances, 0);
        for (var rank = 1; rank < _communicator.Size; rank++)
        {
            var (start, end) = (shard.FirstOf(rank) * count, shard.FirstOf(rank + 1) * count);
            _communicator.Receive(MemoryMarshal.AsBytes(indices.AsSpan(start..end)), rank);
            _communicator.Receive(MemoryMarshal.AsBytes(distances.AsSpan(start..end)), rank);
        }

        return new NeighbourTable(count, indices, distances);
    }

    /// <summary>At the others: does what the first asks for.</summary>
    internal void Serve(CancellationToken cancellation)
    {
        var asked = new long[3];
        while (true)
        {
            _communicator.AwaitFirst();
            _communicator.Broadcast<long>(asked, root: 0);
            if (asked[0] == 0)
                return;
            var x = new Matrix((int)asked[0], (int)asked[1]);
            _communicator.Broadcast<float>(x.MutableValues, root: 0);
            var part = Part(x, new RowShard(_communicator, x.Rows, ShardRows), (int)asked[2], cancellation);
            _communicator.Send(MemoryMarshal.AsBytes(part.Indices.AsSpan()), to: 0);
            _communicator.Send(MemoryMarshal.AsBytes(part.Distances.AsSpan()), to: 0);
        }
    }

    internal void Release()
    {
        _communicator.AwaitFirst();
        _communicator.Broadcast<long>(new long[3], root: 0);
    }

    /// <summary>One neighbour more than asked for, of which the row itself is one; where so many are the same that it is not among them, the last goes.</summary>
    private static (int[] Indices, float[] Distances) Part(Matrix x, RowShard shard, int count, CancellationToken cancellation)
    {
        if (shard.Count == 0)
            return ([], []);
        var found = ExactSearch.Run(x, x.Slice(shard.First, shard.Count), count + 1, progress: null, cancellation);
        var (indices, distances) = (new int[shard.Count * count], new float[shard.Count * count]);
        for (var row = 0; row < shard.Count; row++)
        {
            var (near, far) = (found.Indices(row).ToArray(), found.Distances(row).ToArray());
            var place = row * count;
            for (var k = 0; k <= count && place < (row + 1) * count; k++)
            {
                if (near[k] != shard.First + row)
                    (indices[place], distances[place++]) = (near[k], far[k]);
            }
        }

        return (indices, distances);
    }
}
