using System.Collections.Concurrent;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Clustering.Lloyd;

/// <summary>What one worker changed in one pass over the rows: for every restart and cluster, the sum and number of rows gained, less those lost.</summary>
internal sealed unsafe class PassSums(int runs, int clusterCount, int columns) : IDisposable
{
    private readonly NativeBuffer<long> _sums = new((long)runs * clusterCount * columns);
    private readonly int[] _counts = new int[runs * clusterCount];
    private readonly int[] _changed = new int[runs];

    /// <summary>Scratch for one row at a time.</summary>
    public NearestSearch Search { get; } = new(clusterCount);

    public long* Sums(int run, int cluster) => _sums.Pointer + ((((long)run * clusterCount) + cluster) * columns);

    public Span<int> Counts(int run) => _counts.AsSpan(run * clusterCount, clusterCount);

    /// <summary>How many rows changed their cluster.</summary>
    public ref int Changed(int run) => ref _changed[run];

    public void Dispose() => _sums.Dispose();
}

/// <summary>Lends every worker its own <see cref="PassSums"/>; sums of integers do not depend on who got which rows.</summary>
internal sealed class PassSumsPool(int runs, int clusterCount, int columns) : IDisposable
{
    private readonly ConcurrentStack<PassSums> _free = new();
    private readonly ConcurrentStack<PassSums> _all = new();

    /// <summary>All that were ever lent; read them between passes only.</summary>
    public IEnumerable<PassSums> All => _all;

    public PassSums Rent()
    {
        if (_free.TryPop(out var sums))
            return sums;
        sums = new PassSums(runs, clusterCount, columns);
        _all.Push(sums);
        return sums;
    }

    public void Return(PassSums sums) => _free.Push(sums);

    public void Dispose()
    {
        foreach (var sums in _all)
            sums.Dispose();
    }
}
