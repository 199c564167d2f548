using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Numerics.Kernels.Distances;

/// <summary>Squared Euclidean distances between rows of bytes or floats and rows of floats.</summary>
/// <remarks>
/// Sixteen lanes, even and odd blocks of columns summed apart, then lanes in one fixed order: every method here gives the same
/// bits for the same two rows, on every vector unit. The result is within (columns / 32 + 10) · 2⁻²³ of exact, relatively.
/// </remarks>
internal static unsafe class RowDistances
{
    private const int Lanes = 16;

    /// <summary>‖x − y‖² = Σⱼ (xⱼ − yⱼ)²</summary>
    public static float SquaredEuclidean(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Debug.Assert(x.Length == y.Length);
        fixed (float* first = x, second = y)
            return SquaredEuclidean(first, second, x.Length);
    }

    /// <summary>‖x − y‖² = Σⱼ (xⱼ − yⱼ)²</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SquaredEuclidean<T>(T* x, float* y, int columns)
        where T : unmanaged
    {
        var (even, odd) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var j = 0;
        for (; j <= columns - (2 * Lanes); j += 2 * Lanes)
        {
            even = AddSquare(Load(x + j) - Vector512.Load(y + j), even);
            odd = AddSquare(Load(x + j + Lanes) - Vector512.Load(y + j + Lanes), odd);
        }

        if (j <= columns - Lanes)
        {
            even = AddSquare(Load(x + j) - Vector512.Load(y + j), even);
            j += Lanes;
        }

        if (j < columns)
            odd = AddSquare(LoadTail(x, columns) - LoadTail(y, columns), odd);
        return Sum(even + odd);
    }

    /// <summary>squares[i] = ‖x − yᵢ‖², i = 0 to 3: x is read and widened once for four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SquaredEuclidean<T>(T* x, float* y0, float* y1, float* y2, float* y3, int columns, float* squares)
        where T : unmanaged
    {
        var (even0, even1, even2, even3) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        var (odd0, odd1, odd2, odd3) = (even0, even0, even0, even0);
        var j = 0;
        for (; j <= columns - (2 * Lanes); j += 2 * Lanes)
        {
            var block = Load(x + j);
            even0 = AddSquare(block - Vector512.Load(y0 + j), even0);
            even1 = AddSquare(block - Vector512.Load(y1 + j), even1);
            even2 = AddSquare(block - Vector512.Load(y2 + j), even2);
            even3 = AddSquare(block - Vector512.Load(y3 + j), even3);
            block = Load(x + j + Lanes);
            odd0 = AddSquare(block - Vector512.Load(y0 + j + Lanes), odd0);
            odd1 = AddSquare(block - Vector512.Load(y1 + j + Lanes), odd1);
            odd2 = AddSquare(block - Vector512.Load(y2 + j + Lanes), odd2);
            odd3 = AddSquare(block - Vector512.Load(y3 + j + Lanes), odd3);
        }

        if (j <= columns - Lanes)
        {
            var block = Load(x + j);
            even0 = AddSquare(block - Vector512.Load(y0 + j), even0);
            even1 = AddSquare(block - Vector512.Load(y1 + j), even1);
            even2 = AddSquare(block - Vector512.Load(y2 + j), even2);
            even3 = AddSquare(block - Vector512.Load(y3 + j), even3);
            j += Lanes;
        }

        if (j < columns)
        {
            var block = LoadTail(x, columns);
            odd0 = AddSquare(block - LoadTail(y0, columns), odd0);
            odd1 = AddSquare(block - LoadTail(y1, columns), odd1);
            odd2 = AddSquare(block - LoadTail(y2, columns), odd2);
            odd3 = AddSquare(block - LoadTail(y3, columns), odd3);
        }

        squares[0] = Sum(even0 + odd0);
        squares[1] = Sum(even1 + odd1);
        squares[2] = Sum(even2 + odd2);
        squares[3] = Sum(even3 + odd3);
    }

    /// <summary>(argmin_c, min_c) ‖x − centre_c‖², the first of equals; the centres lie one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (int Index, float SquaredDistance) Nearest<T>(T* x, float* centres, int count, int columns)
        where T : unmanaged
    {
        var best = (Index: 0, SquaredDistance: float.PositiveInfinity);
        var squares = stackalloc float[4];
        for (var c = 0; c < count; c += 4)
        {
            var group = Math.Min(4, count - c);
            SquaredEuclideanToGroup(x, centres + ((long)c * columns), group, columns, squares);
            for (var i = 0; i < group; i++)
            {
                if (squares[i] < best.SquaredDistance)
                    best = (c + i, squares[i]);
            }
        }

        return best;
    }

    /// <summary>squares[c] = ‖x − centre_c‖² for one to four centres that lie one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SquaredEuclideanToGroup<T>(T* x, float* centres, int count, int columns, float* squares)
        where T : unmanaged
    {
        if (count == 4)
        {
            SquaredEuclidean(x, centres, centres + columns, centres + (2L * columns), centres + (3L * columns), columns, squares);
            return;
        }

        for (var c = 0; c < count; c++)
            squares[c] = SquaredEuclidean(x, centres + ((long)c * columns), columns);
    }

    /// <summary>values[j] = scale · x[j]</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(byte* x, float scale, int columns, float* values)
    {
        var j = 0;
        for (; j <= columns - Lanes; j += Lanes)
            (Load(x + j) * Vector512.Create(scale)).Store(values + j);
        for (; j < columns; j++)
            values[j] = x[j] * scale;
    }

    /// <summary>Σᵢ min(aᵢ, bᵢ), in double</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfMinima(float* a, float* b, int count)
    {
        var (even, odd, sum, i) = (Vector256<double>.Zero, Vector256<double>.Zero, 0.0, 0);
        for (; i <= count - 8; i += 8)
        {
            var minima = Vector256.Min(Vector256.Load(a + i), Vector256.Load(b + i));
            even += Vector256.WidenLower(minima);
            odd += Vector256.WidenUpper(minima);
        }

        for (; i < count; i++)
            sum += Math.Min(a[i], b[i]);
        even += odd;
        return sum + ((even[0] + even[1]) + (even[2] + even[3]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> AddSquare(Vector512<float> difference, Vector512<float> sum) =>
        Vector512.FusedMultiplyAdd(difference, difference, sum);

    /// <summary>Sixteen values as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load<T>(T* values)
        where T : unmanaged =>
        typeof(T) == typeof(byte) ? Widen(Vector128.Load((byte*)values)) : Vector512.Load((float*)values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Widen(Vector128<byte> bytes)
    {
        if (Avx512F.IsSupported)
            return Avx512F.ConvertToVector512Single(Avx512F.ConvertToVector512Int32(bytes));
        var (low, high) = Vector128.Widen(bytes);
        return Vector512.ConvertToSingle(Vector512.Create(Vector256.Create(Vector128.WidenLower(low), Vector128.WidenUpper(low)),
            Vector256.Create(Vector128.WidenLower(high), Vector128.WidenUpper(high))).AsInt32());
    }

    /// <summary>The last columns % 16 values, zeros in the other lanes; nothing outside the row is read.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<float> LoadTail<T>(T* row, int columns)
        where T : unmanaged
    {
        if (columns >= Lanes)
        {
            var kept = Vector512.GreaterThan(Vector512<int>.Indices, Vector512.Create(Lanes - 1 - (columns % Lanes)));
            return Load(row + columns - Lanes) & kept.AsSingle();
        }

        var padded = stackalloc T[Lanes];
        for (var j = 0; j < Lanes; j++)
            padded[j] = j < columns ? row[j] : default;
        return Load(padded);
    }

    /// <summary>Σ lanes, halves added until one is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(Vector512<float> lanes)
    {
        var eight = lanes.GetLower() + lanes.GetUpper();
        var four = eight.GetLower() + eight.GetUpper();
        var two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return two[0] + two[1];
    }
}
