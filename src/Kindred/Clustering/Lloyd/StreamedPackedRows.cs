using System.Buffers;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering.Lloyd;

/// <summary>Short rows that come from a source, a window of them at a time; all once, where one window holds what this process has.</summary>
internal sealed unsafe class StreamedPackedRows(IRowSource source, RowShard shard, StreamPlan plan, double[] units)
    : PackedRows(shard, source.Columns, units, plan.WindowRows)
{
    private int _first = -1;

    public override bool AreStreamed => true;

    public override bool Stay => plan.Stay;

    public override long BytesARun(int clusterCount) => plan.Stay ? base.BytesARun(clusterCount) / Shard.Communicator.Size : plan.BytesARun;

    public override void CopyTo(int row, Span<float> values)
    {
        var owner = Shard.OwnerOf(row);
        if (owner == Shard.Communicator.Rank)
            source.Read(row, values);
        Shard.Communicator.Broadcast(values, owner);
    }

    public override void ForEachBlock(Action<int> body)
    {
        for (var first = 0; first < Count; first += plan.WindowRows)
        {
            Load(first);
            var (start, blocks) = (first / BlockRows, (Math.Min(plan.WindowRows, Count - first) + BlockRows - 1) / BlockRows);
            WorkerPool.Run(blocks, (block, _) => body(start + block));
        }
    }

    private void Load(int first)
    {
        if (first == _first)
            return;
        _first = -1;  // nothing is at hand while reading fails
        Begin(first);
        var end = Math.Min(Count, first + plan.WindowRows);
        WorkerPool.Run((end - first + BlockRows - 1) / BlockRows, (block, _) => Load(first + (block * BlockRows), Math.Min(end, first + ((block + 1) * BlockRows))));
        _first = first;
    }

    private void Load(int start, int end)
    {
        var room = ArrayPool<float>.Shared.Rent((end - start) * Columns);
        source.Read(Shard.First + start, room.AsSpan(0, (end - start) * Columns));
        fixed (float* values = room)
        {
            for (var i = start; i < end; i += PackedRun.Lanes)
                Pack(values + ((long)(i - start) * Columns), i, Math.Min(PackedRun.Lanes, end - i));
        }

        ArrayPool<float>.Shared.Return(room);
    }
}
