using System.Runtime.Intrinsics;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering.Agglomeration;

/// <summary>Clusters known by their means and sizes: Ward's distance, 2 nₐ nᵇ / (nₐ + nᵇ) ‖mean of a − mean of b‖², without a table of pairs.</summary>
internal sealed unsafe class MeanDistances : IClusterDistances, IDisposable
{
    private const int Lanes = PackedDistances.Lanes;
    private const int BlocksAtOnce = 256;

    private readonly NativeBuffer<float> _means;  // packed by sixteen; infinitely far past the last
    private readonly NativeBuffer<float> _sizes;
    private readonly NativeBuffer<float> _mean;   // of the slot that is asked for
    private readonly (float Distance, int Slot)[] _best;  // of every part
    private readonly int _columns;
    private readonly Action<int, int> _search;
    private int _slot;

    public MeanDistances(Matrix x)
    {
        (Count, _columns) = (x.Rows, x.Columns);
        var blocks = (x.Rows + Lanes - 1) / Lanes;
        _means = new NativeBuffer<float>((long)blocks * Lanes * _columns);
        _sizes = new NativeBuffer<float>((long)blocks * Lanes);
        _mean = new NativeBuffer<float>(_columns);
        _best = new (float, int)[(blocks + BlocksAtOnce - 1) / BlocksAtOnce];
        _search = Search;
        _means.Span.Fill(float.PositiveInfinity);
        _sizes.Span.Fill(1);
        for (var slot = 0; slot < Count; slot++)
        {
            var row = x.Row(slot);
            for (var j = 0; j < _columns; j++)
                At(slot)[j * Lanes] = row[j];
        }
    }

    public int Count { get; private set; }

    public (int Slot, float Distance) Nearest(int slot, int favourite)
    {
        for (var j = 0; j < _columns; j++)
            _mean.Pointer[j] = At(slot)[j * Lanes];
        _slot = slot;
        var parts = (((Count + Lanes - 1) / Lanes) + BlocksAtOnce - 1) / BlocksAtOnce;
        WorkerPool.Run(parts, _search);
        var best = _best[0];
        for (var part = 1; part < parts; part++)
        {
            if (_best[part].Distance < best.Distance)
                best = _best[part];
        }

        return favourite >= 0 && Distances(favourite / Lanes)[favourite % Lanes] <= best.Distance ? (favourite, best.Distance) : (best.Slot, best.Distance);
    }

    public void Merge(int into, int from)
    {
        var (a, b) = (_sizes.Pointer[into], _sizes.Pointer[from]);
        for (var j = 0; j < _columns; j++)
            At(into)[j * Lanes] = (float)((((double)a * At(into)[j * Lanes]) + ((double)b * At(from)[j * Lanes])) / ((double)a + b));
        _sizes.Pointer[into] = a + b;
        Count--;
        for (var j = 0; j < _columns; j++)
        {
            At(from)[j * Lanes] = At(Count)[j * Lanes];
            At(Count)[j * Lanes] = float.PositiveInfinity;
        }

        _sizes.Pointer[from] = _sizes.Pointer[Count];
    }

    public void Dispose()
    {
        _means.Dispose();
        _sizes.Dispose();
        _mean.Dispose();
    }

    // The first value of a slot's mean; the others lie sixteen apart.
    private float* At(int slot) => _means.Pointer + ((long)(slot / Lanes) * Lanes * _columns) + (slot % Lanes);

    // From the slot that is asked for to sixteen others.
    private Vector512<float> Distances(int block)
    {
        var sizes = Vector512.Load(_sizes.Pointer + (block * Lanes));
        var own = Vector512.Create(_sizes.Pointer[_slot]);
        var squares = PackedDistances.SquaredEuclidean(_means.Pointer + ((long)block * Lanes * _columns), _mean.Pointer, _columns);
        return squares * (2 * own * sizes / (own + sizes));
    }

    private void Search(int part, int worker)
    {
        var best = (Distance: float.PositiveInfinity, Slot: -1);
        for (var block = part * BlocksAtOnce; block < Math.Min((Count + Lanes - 1) / Lanes, (part + 1) * BlocksAtOnce); block++)
        {
            var distances = Distances(block);
            if (_slot / Lanes == block)
                distances = distances.WithElement(_slot % Lanes, float.PositiveInfinity);
            if (!Vector512.LessThanAny(distances, Vector512.Create(best.Distance)))
                continue;
            for (var lane = 0; lane < Lanes; lane++)
            {
                if (distances[lane] < best.Distance)
                    best = (distances[lane], (block * Lanes) + lane);
            }
        }

        _best[part] = best;
    }
}
