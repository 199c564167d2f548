using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Sums;

namespace Kindred.Clustering.Lloyd;

/// <summary>Short rows, packed sixteen to a block so that a distance costs a few cycles and bounds would cost more than they save.</summary>
internal sealed unsafe class PackedRows : LloydRows
{
    private const int Lanes = PackedDistances.Lanes;
    private const int PassRows = 1024;

    private readonly NativeBuffer<float> _packed;
    private readonly double[] _units;
    private float[] _candidates = [];

    public PackedRows(Matrix x)
        : base(x.Rows, x.Columns, PassRows)
    {
        _units = FixedPointSums.Units(x.Values, x.Columns);
        _packed = new NativeBuffer<float>(((long)x.Rows + Lanes - 1) / Lanes * Lanes * x.Columns);
        fixed (float* values = x.Values)
        {
            for (var i = 0; i < x.Rows; i += Lanes)
                PackedDistances.Pack(values + ((long)i * x.Columns), Math.Min(Lanes, x.Rows - i), x.Columns, Packed(i));
        }
    }

    public override ReadOnlySpan<double> Units => _units;

    /// <summary>The packed block that begins with a row; a multiple of sixteen.</summary>
    public float* Packed(int row) => _packed.Pointer + ((long)row * Columns);

    public override LloydRun NewRun(int clusterCount, int place) => new PackedRun(this, clusterCount, place);

    public override void CopyTo(int row, Span<float> values)
    {
        for (var j = 0; j < Columns; j++)
            values[j] = Value(row, j);
    }

    public override float SquaredDistance(int row, float* centre) =>
        PackedDistances.SquaredEuclidean(Packed(row / Lanes * Lanes), centre, Columns)[row % Lanes];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(long* sums, int row)
    {
        for (var j = 0; j < Columns; j++)
            sums[j] += (long)(Value(row, j) * _units[j]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Move(long* from, long* to, int row)
    {
        for (var j = 0; j < Columns; j++)
        {
            var value = (long)(Value(row, j) * _units[j]);
            from[j] -= value;
            to[j] += value;
        }
    }

    public override void SetCandidates(ReadOnlySpan<int> rows)
    {
        _candidates = new float[rows.Length * Columns];
        for (var c = 0; c < rows.Length; c++)
            CopyTo(rows[c], _candidates.AsSpan(c * Columns, Columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DistancesToCandidates(int start, int end, float* squares)
    {
        fixed (float* candidates = _candidates)
        {
            for (var i = start; i < end; i += Lanes)
            {
                for (var c = 0; c < _candidates.Length / Columns; c++)
                {
                    var lanes = PackedDistances.SquaredEuclidean(Packed(i), candidates + (c * Columns), Columns);
                    var target = squares + ((long)c * Count) + i;
                    if (end - i >= Lanes)
                        lanes.Store(target);
                    else
                        StoreFirst(lanes, target, end - i);
                }
            }
        }
    }

    public override void Dispose() => _packed.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override double BlockSumOfSquares(int start, int end)
    {
        var sum = 0.0;
        for (var i = start; i < end; i++)
        {
            for (var j = 0; j < Columns; j++)
                sum += (double)Value(i, j) * Value(i, j);
        }

        return sum;
    }

    private static void StoreFirst(Vector512<float> lanes, float* target, int count)
    {
        for (var i = 0; i < count; i++)
            target[i] = lanes[i];
    }

    private float Value(int row, int column) => Packed(row / Lanes * Lanes)[(column * Lanes) + (row % Lanes)];
}
