using System.Runtime.CompilerServices;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Sums;

namespace Kindred.Clustering.Lloyd;

/// <summary>Rows long enough that one distance is worth avoiding: used where they lie, as bytes or floats.</summary>
internal sealed unsafe class WideRows<T> : LloydRows
    where T : unmanaged
{
    /// <summary>Fewer columns than this go into <see cref="PackedRows"/>.</summary>
    public const int MinColumns = 32;

    private const int BlockBytes = 96 << 10;  // stays in the second-level cache while all restarts look at it

    private readonly T* _values;
    private readonly double[] _units;
    private readonly NativeBuffer<double> _nativeUnits;
    private readonly bool _exactProducts;
    private readonly int[] _squaredNorms = [];
    private readonly int[] _norms = [];
    private NativeBuffer<float>? _candidates;
    private NativeBuffer<sbyte>? _shifted;
    private int[] _candidateNorms = [];
    private int _candidateCount;

    /// <remarks><paramref name="values"/>, count x columns, must stay where they are while this lives; the units are those of <see cref="FixedPointSums"/>.</remarks>
    public WideRows(T* values, int count, int columns, double[] units)
        : base(count, columns, Math.Clamp(BlockBytes / columns / sizeof(T), 16, 1024) / 2 * 2)
    {
        _values = values;
        _units = units;
        _nativeUnits = new NativeBuffer<double>(columns);
        units.CopyTo(_nativeUnits.Span);
        _exactProducts = typeof(T) == typeof(byte) && columns <= ByteProducts.MaxColumns;
        if (_exactProducts)
            (_norms, _squaredNorms) = (new int[count], new int[count]);
    }

    public override ReadOnlySpan<double> Units => _units;

    /// <summary>Whether the rows are bytes, and short enough for <see cref="ByteProducts"/>.</summary>
    public bool HasExactProducts => _exactProducts;

    public T* Row(int row) => _values + ((long)row * Columns);

    /// <summary>Σⱼ xⱼ of a row of bytes.</summary>
    public int Norm(int row) => _norms[row];

    /// <summary>Σⱼ xⱼ² of a row of bytes.</summary>
    public int SquaredNorm(int row) => _squaredNorms[row];

    public override LloydRun NewRun(int clusterCount, int place) => new ElkanRun<T>(this, clusterCount, place);

    public override void CopyTo(int row, Span<float> values)
    {
        for (var j = 0; j < Columns; j++)
            values[j] = Value(Row(row)[j]);
    }

    public override float SquaredDistance(int row, float* centre) => RowDistances.SquaredEuclidean(Row(row), centre, Columns);

    public override void Add(long* sums, int row) => FixedPointSums.Add(sums, Row(row), _nativeUnits.Pointer, Columns);

    public override void Move(long* from, long* to, int row) => FixedPointSums.Move(from, to, Row(row), _nativeUnits.Pointer, Columns);

    public override void SetCandidates(ReadOnlySpan<int> rows)
    {
        _candidateCount = rows.Length;
        var padded = (rows.Length + 3) / 4 * 4;
        if (_exactProducts)
            SetShiftedCandidates(rows, padded);
        else
            SetFloatCandidates(rows);
    }

    public override void DistancesToCandidates(int start, int end, float* squares)
    {
        if (_exactProducts)
            DistancesOfBytes(start, end, squares);
        else
            DistancesOfFloats(start, end, squares);
    }

    public override void Dispose()
    {
        _nativeUnits.Dispose();
        _candidates?.Dispose();
        _shifted?.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override double BlockSumOfSquares(int start, int end)
    {
        var sum = 0.0;
        for (var i = start; i < end; i++)
        {
            if (_exactProducts)
            {
                (_norms[i], _squaredNorms[i]) = ByteProducts.Sums((byte*)Row(i), Columns);
                sum += _squaredNorms[i];
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
            ByteProducts.Shift((byte*)Row(rows[c]), Columns, _shifted.Pointer + ((long)c * stride));
            _candidateNorms[c] = _squaredNorms[rows[c]];
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
    private void DistancesOfBytes(int start, int end, float* squares)
    {
        var products = stackalloc int[8];
        var stride = ByteProducts.Stride(Columns);
        for (var c = 0; c < _candidateCount; c += 4)
        {
            var group = Math.Min(4, _candidateCount - c);
            for (var i = start; i < end; i += 2)
            {
                var pair = Math.Min(2, end - i);
                ByteProducts.TwoByFour((byte*)Row(i), (byte*)Row(i + pair - 1), _shifted!.Pointer + ((long)c * stride), Columns, products);
                for (var d = 0; d < group; d++)
                {
                    for (var p = 0; p < pair; p++)
                        squares[((long)(c + d) * Count) + i + p] = Square(i + p, c + d, products[(4 * p) + d]);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float Square(int row, int candidate, int product) =>
        (float)((long)_squaredNorms[row] + _candidateNorms[candidate] - (2L * (product + (128L * _norms[row]))));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DistancesOfFloats(int start, int end, float* squares)
    {
        var four = stackalloc float[4];
        for (var i = start; i < end; i++)
        {
            for (var c = 0; c < _candidateCount; c += 4)
            {
                var group = Math.Min(4, _candidateCount - c);
                RowDistances.SquaredEuclideanToGroup(Row(i), _candidates!.Pointer + ((long)c * Columns), group, Columns, four);
                for (var d = 0; d < group; d++)
                    squares[((long)(c + d) * Count) + i] = four[d];
            }
        }
    }
}
