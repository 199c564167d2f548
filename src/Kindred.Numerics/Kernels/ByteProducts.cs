using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Numerics.Kernels;

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
        var (sum, squares) = (0, 0);
        for (var j = 0; j < columns; j++)
        {
            sum += x[j];
            squares += x[j] * x[j];
        }

        return (sum, squares);
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

        products[0] = Vector256.Sum(a0);
        products[1] = Vector256.Sum(a1);
        products[2] = Vector256.Sum(a2);
        products[3] = Vector256.Sum(a3);
        products[4] = Vector256.Sum(b0);
        products[5] = Vector256.Sum(b1);
        products[6] = Vector256.Sum(b2);
        products[7] = Vector256.Sum(b3);
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
