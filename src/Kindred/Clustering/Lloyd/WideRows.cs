using System.Runtime.CompilerServices;
using Kindred.Numerics.Distribution;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Sums;

namespace Kindred.Clustering.Lloyd;

/// <summary>Rows long enough that one distance is worth avoiding: used where they lie, as bytes or floats.</summary>
internal unsafe class WideRows<T> : LloydRows
    where T : unmanaged
{
    /// <summary>Fewer columns than this go into <see cref="PackedRows"/>.</summary>
    public const int MinColumns = 32;

    private const int BlockBytes = 96 << 10;  // stays in the second-level cache while all restarts look at it

    private readonly double[] _units;
    private readonly NativeBuffer<double> _nativeUnits;
    private readonly NativeBuffer<int>? _norms, _squaredNorms;
    private readonly bool _exactProducts;
    private T* _values;                        // where row 0 lies, or would lie
    private int* _firstNorm, _firstSquaredNorm;
    private NativeBuffer<float>? _candidates;
    private NativeBuffer<sbyte>? _shifted;
    private int[] _candidateNorms = [];
    private int _candidateCount;

    /// <remarks><paramref name="values"/>, count x columns, must stay where they are while this lives; the units are those of <see cref="FixedPointSums"/>.</remarks>
    public WideRows(T* values, int count, int columns, double[] units)
        : this(new RowShard(SingleProcess.Instance, count, BlockRowsOf(columns)), columns, units, rowsAtHand: count) => Show(values, first: 0);

    /// <summary>Rows of which so many are at hand at a time, those that <see cref="Show"/> says.</summary>
    protected WideRows(RowShard shard, int columns, double[] units, int rowsAtHand)
        : base(shard, columns, BlockRowsOf(columns))
    {
        _units = units;
        _nativeUnits = new NativeBuffer<double>(columns);
        units.CopyTo(_nativeUnits.Span);
        _exactProducts = typeof(T) == typeof(byte) && columns <= ByteProducts.MaxColumns;
        if (_exactProducts)
            (_norms, _squaredNorms) = (new NativeBuffer<int>(rowsAtHand), new NativeBuffer<int>(rowsAtHand));
    }

    /// <summary>Rows of a block of rows so long.</summary>
    public static int BlockRowsOf(int columns) => Math.Clamp(BlockBytes / columns / sizeof(T), 16, 1024) / 2 * 2;

    public override ReadOnlySpan<double> Units => _units;

    /// <summary>Whether the rows are bytes, and short enough for <see cref="ByteProducts"/>.</summary>
    public bool HasExactProducts => _exactProducts;

    public T* Row(int row) => _values + ((long)row * Columns);

    /// <summary>Σⱼ xⱼ of a row of bytes.</summary>
    public int Norm(int row) => _firstNorm[row];

    /// <summary>Σⱼ xⱼ² of a row of bytes.</summary>
    public int SquaredNorm(int row) => _firstSquaredNorm[row];

    public override LloydRun NewRun(int clusterCount, int place) => new ElkanRun<T>(this, clusterCount, place);

    public override void CopyTo(int row, Span<float> values)
    {
        var x = Reach(row);
        for (var j = 0; j < Columns; j++)
            values[j] = Value(x[j]);
    }

    public override float SquaredDistance(int row, float* centre) => RowDistances.SquaredEuclidean(Row(row), centre, Columns);

    public override void Add(long* sums, int row) => FixedPointSums.Add(sums, Row(row), _nativeUnits.Pointer, Columns);

    public override void Move(long* from, long* to, int row) => FixedPointSums.Move(from, to, Row(row), _nativeUnits.Pointer, Columns);

    public override void Lend(long* from, long* to, int row) => FixedPointSums.Move(from, to, Reach(row), _nativeUnits.Pointer, Columns);

    public override void SetCandidates(ReadOnlySpan<int> rows)
    {
        _candidateCount = rows.Length;
        var padded = (rows.Length + 3) / 4 * 4;
        if (_exactProducts)
            SetShiftedCandidates(rows, padded);
        else
            SetFloatCandidates(rows);
    }

    public override void DistancesToCandidates(int start, int end, float* squares, long stride)
    {
        if (_exactProducts)
            DistancesOfBytes(start, end, squares, stride);
        else
            DistancesOfFloats(start, end, squares, stride);
    }

    public override void Dispose()
    {
        _nativeUnits.Dispose();
        _candidates?.Dispose();
        _shifted?.Dispose();
        _norms?.Dispose();
        _squaredNorms?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A row of all, until the next is asked for; every process asks for the same one.</summary>
    protected virtual T* Reach(int row) => Row(row);

    /// <summary>From now on the rows from <paramref name="first"/> on are at hand, at <paramref name="values"/>.</summary>
    protected void Show(T* values, int first)
    {
        _values = values - ((long)first * Columns);
        if (!_exactProducts)
            return;
        _firstNorm = _norms!.Pointer - first;
        _firstSquaredNorm = _squaredNorms!.Pointer - first;
    }

    /// <summary>Gets a row that is at hand ready for products.</summary>
    protected void Measure(int row)
    {
        if (_exactProducts)
            (_firstNorm[row], _firstSquaredNorm[row]) = ByteProducts.Sums((byte*)Row(row), Columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override double BlockSumOfSquares(int start, int end)
    {
        var sum = 0.0;
        for (var i = start; i < end; i++)
        {
            if (_exactProducts)
            {
                Measure(i);
                sum += SquaredNorm(i);
                continue;
            }

            for (var j = 0; j < Columns; j++)
                sum += (double)Value(Row(i)[j]) * Value(Row(i)[j]);
        }

        return sum;
    }

    private static float Value(T value) => typeof(T) == typeof(byte) ? (byte)(object)value : (float)(object)value;

    private void SetShiftedCandidates(ReadOnlySpan<int> rows, int padded)
    {
        var stride = ByteProducts.Stride(Columns);
        if (_shifted is null || _shifted.Length < (long)padded * stride)
        {
            _shifted?.Dispose();
            _shifted = new NativeBuffer<sbyte>((long)padded * stride);
        }

        _candidateNorms = new int[padded];
        for (var c = 0; c < rows.Length; c++)
        {
            var x = (byte*)Reach(rows[c]);
            ByteProducts.Shift(x, Columns, _shifted.Pointer + ((long)c * stride));
            _candidateNorms[c] = ByteProducts.Sums(x, Columns).SumOfSquares;
        }
    }

    private void SetFloatCandidates(ReadOnlySpan<int> rows)
    {
        if (_candidates is null || _candidates.Length < (long)rows.Length * Columns)
        {
            _candidates?.Dispose();
            _candidates = new NativeBuffer<float>((long)rows.Length * Columns);
        }

        for (var c = 0; c < rows.Length; c++)
            CopyTo(rows[c], new Span<float>(_candidates.Pointer + ((long)c * Columns), Columns));
    }

    /// <summary>‖x − y‖² = ‖x‖² + ‖y‖² − 2 x · y, exactly</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DistancesOfBytes(int start, int end, float* squares, long stride)
    {
        var products = stackalloc int[8];
        var length = ByteProducts.Stride(Columns);
        for (var c = 0; c < _candidateCount; c += 4)
        {
            var group = Math.Min(4, _candidateCount - c);
            for (var i = start; i < end; i += 2)
            {
                var pair = Math.Min(2, end - i);
                ByteProducts.TwoByFour((byte*)Row(i), (byte*)Row(i + pair - 1), _shifted!.Pointer + ((long)c * length), Columns, products);
                for (var d = 0; d < group; d++)
                {
                    for (var p = 0; p < pair; p++)
                        squares[((c + d) * stride) + i + p] = Square(i + p, c + d, products[(4 * p) + d]);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Square(int row, int candidate, int product) =>
        (float)((long)SquaredNorm(row) + _candidateNorms[candidate] - (2L * (product + (128L * Norm(row)))));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DistancesOfFloats(int start, int end, float* squares, long stride)
    {
        var four = stackalloc float[4];
        for (var i = start; i < end; i++)
        {
            for (var c = 0; c < _candidateCount; c += 4)
            {
                var group = Math.Min(4, _candidateCount - c);
                RowDistances.SquaredEuclideanToGroup(Row(i), _candidates!.Pointer + ((long)c * Columns), group, Columns, four);
                for (var d = 0; d < group; d++)
                    squares[((c + d) * stride) + i] = four[d];
            }
        }
    }
}
