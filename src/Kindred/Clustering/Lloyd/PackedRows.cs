using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Sums;

namespace Kindred.Clustering.Lloyd;

/// <summary>Short rows, packed sixteen to a block so that a distance costs a few cycles and bounds would cost more than they save.</summary>
internal unsafe class PackedRows : LloydRows
{
    private const int Lanes = PackedDistances.Lanes;

    /// <summary>Rows of a block.</summary>
    public const int PassRows = 1024;

    private readonly NativeBuffer<float> _packed;
    private readonly double[] _units;
    private float[] _candidates = [];
    private float* _first;  // where row 0 lies, or would lie

    public PackedRows(Matrix x)
        : this(new RowShard(SingleProcess.Instance, x.Rows, PassRows), x.Columns, FixedPointSums.Units(x.Values, x.Columns), rowsAtHand: x.Rows)
    {
        fixed (float* values = x.Values)
        {
            for (var i = 0; i < x.Rows; i += Lanes)
                Pack(values + ((long)i * x.Columns), i, Math.Min(Lanes, x.Rows - i));
        }
    }

    /// <summary>Rows of which so many are at hand at a time, those from where <see cref="Begin"/> says on.</summary>
    protected PackedRows(RowShard shard, int columns, double[] units, int rowsAtHand)
        : base(shard, columns, PassRows)
    {
        _units = units;
        _packed = new NativeBuffer<float>(((long)rowsAtHand + Lanes - 1) / Lanes * Lanes * columns);
        Begin(0);
    }

    public override ReadOnlySpan<double> Units => _units;

    /// <summary>The packed block that begins with a row; a multiple of sixteen.</summary>
    public float* Packed(int row) => _first + ((long)row * Columns);

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

    public override void Lend(long* from, long* to, int row)
    {
        var values = new float[Columns];
        CopyTo(row, values);
        for (var j = 0; j < Columns; j++)
        {
            var value = (long)(values[j] * _units[j]);
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
    public override void DistancesToCandidates(int start, int end, float* squares, long stride)
    {
        fixed (float* candidates = _candidates)
        {
            for (var i = start; i < end; i += Lanes)
            {
                for (var c = 0; c < _candidates.Length / Columns; c++)
                {
                    var lanes = PackedDistances.SquaredEuclidean(Packed(i), candidates + (c * Columns), Columns);
                    var target = squares + (c * stride) + i;
                    if (end - i >= Lanes)
                        lanes.Store(target);
                    else
                        StoreFirst(lanes, target, end - i);
                }
            }
        }
    }

    public override void Dispose()
    {
        _packed.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>From now on the rows at hand are those from <paramref name="row"/> on, a multiple of sixteen.</summary>
    protected void Begin(int row) => _first = _packed.Pointer - ((long)row * Columns);

    /// <summary>Takes the values of sixteen rows, or of the last fewer.</summary>
    protected void Pack(float* values, int row, int count) => PackedDistances.Pack(values, count, Columns, Packed(row));

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

    protected float Value(int row, int column) => Packed(row / Lanes * Lanes)[(column * Lanes) + (row % Lanes)];
}
