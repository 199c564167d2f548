using System.Runtime.InteropServices;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering.Lloyd;

/// <summary>Long rows that come from a source, a window of them at a time; all once, where one window holds what this process has.</summary>
internal sealed unsafe class StreamedWideRows<T> : WideRows<T>
    where T : unmanaged
{
    private readonly IRowSource _source;
    private readonly StreamPlan _plan;
    private readonly NativeBuffer<T> _window, _single;
    private int _first = -1;

    public StreamedWideRows(IRowSource source, RowShard shard, StreamPlan plan, double[] units)
        : base(shard, source.Columns, units, plan.WindowRows)
    {
        (_source, _plan) = (source, plan);
        _window = new NativeBuffer<T>((long)plan.WindowRows * Columns);
        _single = new NativeBuffer<T>(Columns);
    }

    public override bool AreStreamed => true;

    public override bool Stay => _plan.Stay;

    public override long BytesARun(int clusterCount) => _plan.Stay ? base.BytesARun(clusterCount) / Shard.Communicator.Size : _plan.BytesARun;

    public override LloydRun NewRun(int clusterCount, int place) => _plan.Stay ? base.NewRun(clusterCount, place) : new ScanRun<T>(this, clusterCount, place);

    public override void ForEachBlock(Action<int> body)
    {
        for (var first = 0; first < Count; first += _plan.WindowRows)
        {
            Load(first);
            var (start, blocks) = (first / BlockRows, (Math.Min(_plan.WindowRows, Count - first) + BlockRows - 1) / BlockRows);
            WorkerPool.Run(blocks, (block, _) => body(start + block));
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _window.Dispose();
        _single.Dispose();
    }

    protected override T* Reach(int row)
    {
        var owner = Shard.OwnerOf(row);
        if (owner == Shard.Communicator.Rank)
            Read(row, _single.Pointer, 1);
        Shard.Communicator.Broadcast(_single.Span, owner);
        return _single.Pointer;
    }

    private void Load(int first)
    {
        if (first == _first)
            return;
        _first = -1;  // nothing is at hand while reading fails
        var count = Math.Min(_plan.WindowRows, Count - first);
        _source.ReadShared(Shard.First + first, count, (start, rows) => Read(Shard.First + first + start, _window.Pointer + ((long)start * Columns), rows));
        Show(_window.Pointer, first);
        WorkerPool.ForEachChunk(count, (_, start, end) =>
        {
            for (var i = start; i < end; i++)
                Measure(first + i);
        });
        _first = first;
    }

    private void Read(int row, T* values, int rows)
    {
        var target = new Span<T>(values, rows * Columns);
        if (typeof(T) == typeof(byte))
            _source.Read(row, MemoryMarshal.Cast<T, byte>(target));
        else
            _source.Read(row, MemoryMarshal.Cast<T, float>(target));
    }
}
