using System.Numerics.Tensors;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering.Agglomeration;

/// <summary>A table of the distances of all pairs of clusters, renewed at every merge: average and complete linkage.</summary>
/// <remarks>Lance and Williams 1967, doi:10.1093/comjnl/9.4.373.</remarks>
internal sealed class PairDistances : IClusterDistances, IDisposable
{
    private readonly NativeBuffer<float> _table;  // rows x rows; infinite from a cluster to itself
    private readonly int[] _sizes;
    private readonly bool _isAverage;

    public PairDistances(Matrix x, Linkage linkage, CancellationToken cancellation)
    {
        (Count, _isAverage, _sizes) = (x.Rows, linkage == Linkage.Average, new int[x.Rows]);
        Array.Fill(_sizes, 1);
        _table = new NativeBuffer<float>((long)x.Rows * x.Rows);
        WorkerPool.Run(x.Rows, (slot, _) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var distances = Row(slot);
            var row = x.Row(slot);
            for (var other = 0; other < distances.Length; other++)
                distances[other] = other == slot ? float.PositiveInfinity : MathF.Sqrt(RowDistances.SquaredEuclidean(row, x.Row(other)));
        });
    }

    public int Count { get; private set; }

    public (int Slot, float Distance) Nearest(int slot, int favourite)
    {
        var distances = Row(slot)[..Count];
        var nearest = TensorPrimitives.IndexOfMin<float>(distances);
        return favourite >= 0 && distances[favourite] <= distances[nearest] ? (favourite, distances[favourite]) : (nearest, distances[nearest]);
    }

    public void Merge(int into, int from)
    {
        var joint = Row(into)[..Count];
        var other = Row(from)[..Count];
        if (_isAverage)
            Average(joint, other, (double)_sizes[into] / (_sizes[into] + _sizes[from]));
        else
            TensorPrimitives.Max<float>(joint, other, joint);
        joint[into] = float.PositiveInfinity;
        _sizes[into] += _sizes[from];
        for (var slot = 0; slot < Count; slot++)
            Row(slot)[into] = joint[slot];
        Count--;
        MoveLast(from);
    }

    public void Dispose() => _table.Dispose();

    private unsafe Span<float> Row(int slot) => new(_table.Pointer + ((long)slot * _sizes.Length), _sizes.Length);

    // a ← share · a + (1 − share) · b
    private static void Average(Span<float> a, Span<float> b, double share)
    {
        for (var i = 0; i < a.Length; i++)
            a[i] = (float)((share * a[i]) + ((1 - share) * b[i]));
    }

    // What lay in the last slot lies in this one.
    private void MoveLast(int slot)
    {
        if (slot == Count)
            return;
        Row(Count)[..Count].CopyTo(Row(slot));
        Row(slot)[slot] = float.PositiveInfinity;
        for (var other = 0; other < Count; other++)
            Row(other)[slot] = Row(slot)[other];
        _sizes[slot] = _sizes[Count];
    }
}
