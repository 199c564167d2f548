using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Numerics.Kernels.Distances;

/// <summary>Exact inner products of rows of bytes, as integers, so the same on every vector unit.</summary>
/// <remarks>One side is stored as byte − 128, because the processor multiplies unsigned by signed bytes: x · y = x · (y − 128) + 128 Σ x.</remarks>
internal static unsafe class ByteProducts
{
    /// <summary>Rows at most this long keep every sum within 32 bits.</summary>
    public const int MaxColumns = 32768;

    private const int Lanes = 32;

    /// <summary>Bytes a shifted row takes: whole vectors.</summary>
    public static int Stride(int columns) => (columns + Lanes - 1) / Lanes * Lanes;

    /// <summary>shifted = y − 128; where columns is not a multiple of 32, the last vector repeats earlier columns as zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Shift(byte* y, int columns, sbyte* shifted)
    {
        var whole = columns / Lanes * Lanes;
        var stride = Stride(columns);
        for (var j = 0; j < stride; j++)
            shifted[j] = j < whole ? (sbyte)(y[j] - 128) : (sbyte)0;
        for (var j = whole; j < columns; j++)
            shifted[stride - columns + j] = (sbyte)(y[j] - 128);
    }

    /// <summary>(Σⱼ xⱼ, Σⱼ xⱼ²)</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (int Sum, int SumOfSquares) Sums(byte* x, int columns)
    {
        var (lanes, squaredLanes) = (Vector256<int>.Zero, Vector256<int>.Zero);
        var (sum, squares, j) = (0, 0, 0);
        for (; j <= columns - Vector256<int>.Count; j += Vector256<int>.Count)
        {
            var words = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)(x + j)).AsByte());
            var values = Vector256.Create(Vector128.WidenLower(words), Vector128.WidenUpper(words)).AsInt32();
            lanes += values;
            squaredLanes += values * values;
        }

        for (; j < columns; j++)
        {
            sum += x[j];
            squares += x[j] * x[j];
        }

        return (sum + Vector256.Sum(lanes), squares + Vector256.Sum(squaredLanes));
    }

    /// <summary>Σⱼ (xⱼ − yⱼ)², for at most <see cref="MaxColumns"/> columns</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int SquaredDistance(byte* x, byte* y, int columns)
    {
        var (lanes, sum, j) = (Vector256<int>.Zero, 0, 0);
        for (; j <= columns - Lanes; j += Lanes)
        {
            var ((x0, x1), (y0, y1)) = (Vector256.Widen(Vector256.Load(x + j)), Vector256.Widen(Vector256.Load(y + j)));
            var (low, high) = ((x0 - y0).AsInt16(), (x1 - y1).AsInt16());
            lanes += AdjacentProducts(low, low) + AdjacentProducts(high, high);
        }

        for (; j < columns; j++)
            sum += (x[j] - y[j]) * (x[j] - y[j]);
        return sum + Vector256.Sum(lanes);
    }

    /// <summary>products[4 i + c] = x_i · shifted_c for rows i = 0, 1 and c = 0 to 3; columns ≥ 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TwoByFour(byte* x0, byte* x1, sbyte* shifted, int columns, int* products)
    {
        Debug.Assert(columns is >= Lanes and <= MaxColumns);
        var stride = Stride(columns);
        sbyte* s0 = shifted, s1 = shifted + stride, s2 = shifted + (2 * stride), s3 = shifted + (3 * stride);
        var (a0, a1, a2, a3) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
        var (b0, b1, b2, b3) = (a0, a0, a0, a0);
        for (var j = 0; j < stride; j += Lanes)
        {
            var from = Math.Min(j, columns - Lanes);  // the last vector looks back, where shifted holds zeros
            var (a, b) = (Vector256.Load(x0 + from), Vector256.Load(x1 + from));
            var c = Vector256.Load(s0 + j);
            (a0, b0) = (AddProducts(a0, a, c), AddProducts(b0, b, c));
            c = Vector256.Load(s1 + j);
            (a1, b1) = (AddProducts(a1, a, c), AddProducts(b1, b, c));
            c = Vector256.Load(s2 + j);
            (a2, b2) = (AddProducts(a2, a, c), AddProducts(b2, b, c));
            c = Vector256.Load(s3 + j);
            (a3, b3) = (AddProducts(a3, a, c), AddProducts(b3, b, c));
        }

        Sums(a0, a1, a2, a3).Store(products);
        Sums(b0, b1, b2, b3).Store(products + 4);
    }

    /// <summary>High and low digits of y, so that 256 (high + 128) + low = round(256 y), 0 ≤ y ≤ 255; each laid out as by <see cref="Shift"/>.
    /// Returns (‖rounded y‖², ‖y − rounded y‖²).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double SquaredNorm, double SquaredError) Digits(float* y, int columns, sbyte* digits)
    {
        var (stride, whole) = (Stride(columns), columns / Lanes * Lanes);
        new Span<sbyte>(digits, 2 * stride).Clear();
        var (norm, error) = (0.0, 0.0);
        for (var j = 0; j < columns; j++)
        {
            var rounded = (int)((y[j] * 256) + 0.5f);
            var high = (rounded + 128) >> 8;
            var place = j < whole ? j : stride - columns + j;
            digits[place] = (sbyte)(high - 128);
            digits[stride + place] = (sbyte)(rounded - (256 * high));
            var (value, rest) = (rounded / 256.0, y[j] - (rounded / 256.0));
            norm += value * value;
            error += rest * rest;
        }

        return (norm, error);
    }

    /// <summary>products[c] = 256 x · high_c + x · low_c for c = 0 to 3; columns ≥ 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByFour(byte* x, sbyte* digits0, sbyte* digits1, sbyte* digits2, sbyte* digits3, int columns, long* products)
    {
        Debug.Assert(columns is >= Lanes and <= MaxColumns);
        var stride = Stride(columns);
        Vector256<int> high0 = default, high1 = default, high2 = default, high3 = default;
        Vector256<int> low0 = default, low1 = default, low2 = default, low3 = default;
        for (var j = 0; j < stride; j += Lanes)
        {
            var a = Vector256.Load(x + Math.Min(j, columns - Lanes));
            high0 = AddProducts(high0, a, Vector256.Load(digits0 + j));
            high1 = AddProducts(high1, a, Vector256.Load(digits1 + j));
            high2 = AddProducts(high2, a, Vector256.Load(digits2 + j));
            high3 = AddProducts(high3, a, Vector256.Load(digits3 + j));
            low0 = AddProducts(low0, a, Vector256.Load(digits0 + stride + j));
            low1 = AddProducts(low1, a, Vector256.Load(digits1 + stride + j));
            low2 = AddProducts(low2, a, Vector256.Load(digits2 + stride + j));
            low3 = AddProducts(low3, a, Vector256.Load(digits3 + stride + j));
        }

        StoreSums(high0, high1, low0, low1, products);
        StoreSums(high2, high3, low2, low3, products + 2);
    }

    /// <summary>products[c] = 256 x · high_c + x · low_c for c = 0, 1; columns ≥ 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneByTwo(byte* x, sbyte* digits0, sbyte* digits1, int columns, long* products)
    {
        Debug.Assert(columns is >= Lanes and <= MaxColumns);
        var stride = Stride(columns);
        Vector256<int> high0 = default, high1 = default, low0 = default, low1 = default;
        for (var j = 0; j < stride; j += Lanes)
        {
            var a = Vector256.Load(x + Math.Min(j, columns - Lanes));
            high0 = AddProducts(high0, a, Vector256.Load(digits0 + j));
            high1 = AddProducts(high1, a, Vector256.Load(digits1 + j));
            low0 = AddProducts(low0, a, Vector256.Load(digits0 + stride + j));
            low1 = AddProducts(low1, a, Vector256.Load(digits1 + stride + j));
        }

        StoreSums(high0, high1, low0, low1, products);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreSums(Vector256<int> high0, Vector256<int> high1, Vector256<int> low0, Vector256<int> low1, long* products)
    {
        var sums = Sums(high0, high1, low0, low1);
        products[0] = (256L * sums[0]) + sums[2];
        products[1] = (256L * sums[1]) + sums[3];
    }

    /// <summary>The sum over the lanes of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Sums(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d)
    {
        if (!Avx2.IsSupported)
            return Vector128.Create(Vector256.Sum(a), Vector256.Sum(b), Vector256.Sum(c), Vector256.Sum(d));
        var pairs = Avx2.HorizontalAdd(Avx2.HorizontalAdd(a, b), Avx2.HorizontalAdd(c, d));
        return pairs.GetLower() + pairs.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> AddProducts(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> y)
    {
        if (AvxVnni.IsSupported)
            return AvxVnni.MultiplyWideningAndAdd(sum, x, y);
        var ((x0, x1), (y0, y1)) = (Vector256.Widen(x), Vector256.Widen(y));
        return sum + AdjacentProducts(x0.AsInt16(), y0) + AdjacentProducts(x1.AsInt16(), y1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> AdjacentProducts(Vector256<short> x, Vector256<short> y)
    {
        if (Avx2.IsSupported)
            return Avx2.MultiplyAddAdjacent(x, y);
        var ((x0, x1), (y0, y1)) = (Vector256.Widen(x), Vector256.Widen(y));
        return (x0 * y0) + (x1 * y1);
    }
}
