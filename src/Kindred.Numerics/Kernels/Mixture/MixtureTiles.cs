using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Numerics.Kernels.Mixture;

/// <summary>Products of panels of doubles in tiles of up to 8 x 16 that stay in registers.</summary>
/// <remarks>A panel is <c>[k][16]</c>, aligned to 64 bytes. Every output is one chain of fused multiply-adds over k, whatever the
/// width of the registers, so the bits are the same on every processor and however the work is cut.</remarks>
internal static unsafe class MixtureTiles
{
    /// <summary>Columns of a panel.</summary>
    public const int Width = 16;

    /// <summary>Rows of a tile.</summary>
    public const int Height = 8;

    /// <summary>C[r, j] ← C[r, j] + Σₖ a[k, r] b[k, j] with r in [0, 8) and j in [0, 16).</summary>
    /// <remarks><paramref name="a"/> and <paramref name="b"/> are panels of <paramref name="count"/> k. With <paramref name="rows"/> of four or
    /// fewer the lower half of C is left alone, and the right half where <paramref name="left"/> is all that is wanted.</remarks>
    public static void AddProduct(int count, double* a, double* b, double* c, int stride, int rows, bool left)
    {
        Debug.Assert(rows is > 0 and <= Height);
        if (!Vector512.IsHardwareAccelerated)
            AddProductNarrow(count, a, b, c, stride, rows > 4 ? 8 : 4, left ? 8 : Width);
        else if (rows > 4 && left)
            AddProduct<Full, Half>(count, a, b, c, stride);
        else if (rows > 4)
            AddProduct<Full, Full>(count, a, b, c, stride);
        else if (left)
            AddProduct<Half, Half>(count, a, b, c, stride);
        else
            AddProduct<Half, Full>(count, a, b, c, stride);
    }

    /// <summary>q[i] ← q[i] + Σᵣ (Σₖ w[k, r] x[k, i] − shift[r])² with r in [0, 8) and i in [0, 16).</summary>
    /// <remarks><paramref name="w"/> is <c>[count][8]</c>. With <paramref name="rows"/> of four or fewer, only r in [0, 4) are summed.</remarks>
    public static void AddSquares(int count, double* w, double* x, double* shift, double* q, int rows)
    {
        Debug.Assert(rows is > 0 and <= Height);
        if (!Vector512.IsHardwareAccelerated)
            AddSquaresNarrow(count, w, x, shift, q, rows > 4 ? 8 : 4);
        else if (rows > 4)
            AddSquares<Full>(count, w, x, shift, q);
        else
            AddSquares<Half>(count, w, x, shift, q);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProduct<TRows, TColumns>(int count, double* a, double* b, double* c, int stride)
        where TRows : struct
        where TColumns : struct
    {
        var eight = typeof(TRows) == typeof(Full);
        var wide = typeof(TColumns) == typeof(Full);
        var none = Vector512<double>.Zero;
        Vector512<double> c00 = Load(c), c10 = Load(c + stride), c20 = Load(c + 2 * stride), c30 = Load(c + 3 * stride);
        Vector512<double> c01 = none, c11 = none, c21 = none, c31 = none, c40 = none, c50 = none, c60 = none, c70 = none;
        Vector512<double> c41 = none, c51 = none, c61 = none, c71 = none;
        if (wide)
            (c01, c11, c21, c31) = (Load(c + 8), Load(c + stride + 8), Load(c + 2 * stride + 8), Load(c + 3 * stride + 8));
        var lower = c + 4 * stride;
        if (eight)
            (c40, c50, c60, c70) = (Load(lower), Load(lower + stride), Load(lower + 2 * stride), Load(lower + 3 * stride));
        if (eight && wide)
            (c41, c51, c61, c71) = (Load(lower + 8), Load(lower + stride + 8), Load(lower + 2 * stride + 8), Load(lower + 3 * stride + 8));

        for (var k = 0; k < count; k++, a += Width, b += Width)
        {
            var b0 = Load(b);
            var b1 = wide ? Load(b + 8) : none;
            Add(a, b0, b1, ref c00, ref c01, wide);
            Add(a + 1, b0, b1, ref c10, ref c11, wide);
            Add(a + 2, b0, b1, ref c20, ref c21, wide);
            Add(a + 3, b0, b1, ref c30, ref c31, wide);
            if (!eight)
                continue;
            Add(a + 4, b0, b1, ref c40, ref c41, wide);
            Add(a + 5, b0, b1, ref c50, ref c51, wide);
            Add(a + 6, b0, b1, ref c60, ref c61, wide);
            Add(a + 7, b0, b1, ref c70, ref c71, wide);
        }

        Store(c, c00, c01, wide);
        Store(c + stride, c10, c11, wide);
        Store(c + 2 * stride, c20, c21, wide);
        Store(c + 3 * stride, c30, c31, wide);
        if (!eight)
            return;
        Store(lower, c40, c41, wide);
        Store(lower + stride, c50, c51, wide);
        Store(lower + 2 * stride, c60, c61, wide);
        Store(lower + 3 * stride, c70, c71, wide);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSquares<TRows>(int count, double* w, double* x, double* shift, double* q)
        where TRows : struct
    {
        var eight = typeof(TRows) == typeof(Full);
        Vector512<double> y00 = Minus(shift), y10 = Minus(shift + 1), y20 = Minus(shift + 2), y30 = Minus(shift + 3);
        Vector512<double> y40 = Minus(shift + 4), y50 = Minus(shift + 5), y60 = Minus(shift + 6), y70 = Minus(shift + 7);
        Vector512<double> y01 = y00, y11 = y10, y21 = y20, y31 = y30, y41 = y40, y51 = y50, y61 = y60, y71 = y70;
        for (var k = 0; k < count; k++, w += Height, x += Width)
        {
            var x0 = Load(x);
            var x1 = Load(x + 8);
            Add(w, x0, x1, ref y00, ref y01, true);
            Add(w + 1, x0, x1, ref y10, ref y11, true);
            Add(w + 2, x0, x1, ref y20, ref y21, true);
            Add(w + 3, x0, x1, ref y30, ref y31, true);
            if (!eight)
                continue;
            Add(w + 4, x0, x1, ref y40, ref y41, true);
            Add(w + 5, x0, x1, ref y50, ref y51, true);
            Add(w + 6, x0, x1, ref y60, ref y61, true);
            Add(w + 7, x0, x1, ref y70, ref y71, true);
        }

        var q0 = Squares(y00, y10, y20, y30, Load(q));
        var q1 = Squares(y01, y11, y21, y31, Load(q + 8));
        if (eight)
            (q0, q1) = (Squares(y40, y50, y60, y70, q0), Squares(y41, y51, y61, y71, q1));
        Store(q, q0, q1, true);
    }

    /// <summary>The same for processors without registers of 512 bits: 4 x 8 at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddProductNarrow(int count, double* a, double* b, double* c, int stride, int rows, int columns)
    {
        for (var r = 0; r < rows; r += 4)
        {
            for (var j = 0; j < columns; j += 8)
            {
                var first = c + r * stride + j;
                double* second = first + stride, third = second + stride, fourth = third + stride;
                Vector256<double> c00 = Vector256.Load(first), c10 = Vector256.Load(second), c20 = Vector256.Load(third), c30 = Vector256.Load(fourth);
                Vector256<double> c01 = Vector256.Load(first + 4), c11 = Vector256.Load(second + 4), c21 = Vector256.Load(third + 4), c31 = Vector256.Load(fourth + 4);
                for (var k = 0; k < count; k++)
                {
                    var b0 = Vector256.Load(b + k * Width + j);
                    var b1 = Vector256.Load(b + k * Width + j + 4);
                    Add(a + k * Width + r, b0, b1, ref c00, ref c01);
                    Add(a + k * Width + r + 1, b0, b1, ref c10, ref c11);
                    Add(a + k * Width + r + 2, b0, b1, ref c20, ref c21);
                    Add(a + k * Width + r + 3, b0, b1, ref c30, ref c31);
                }

                Store(first, c00, c01);
                Store(second, c10, c11);
                Store(third, c20, c21);
                Store(fourth, c30, c31);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSquaresNarrow(int count, double* w, double* x, double* shift, double* q, int rows)
    {
        for (var i = 0; i < Width; i += 8)
        {
            for (var r = 0; r < rows; r += 4)
            {
                Vector256<double> y00 = Vector256.Create(-shift[r]), y10 = Vector256.Create(-shift[r + 1]);
                Vector256<double> y20 = Vector256.Create(-shift[r + 2]), y30 = Vector256.Create(-shift[r + 3]);
                Vector256<double> y01 = y00, y11 = y10, y21 = y20, y31 = y30;
                for (var k = 0; k < count; k++)
                {
                    var x0 = Vector256.Load(x + k * Width + i);
                    var x1 = Vector256.Load(x + k * Width + i + 4);
                    Add(w + k * Height + r, x0, x1, ref y00, ref y01);
                    Add(w + k * Height + r + 1, x0, x1, ref y10, ref y11);
                    Add(w + k * Height + r + 2, x0, x1, ref y20, ref y21);
                    Add(w + k * Height + r + 3, x0, x1, ref y30, ref y31);
                }

                Store(q + i, Squares(y00, y10, y20, y30, Vector256.Load(q + i)), Squares(y01, y11, y21, y31, Vector256.Load(q + i + 4)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(double* a, Vector512<double> b0, Vector512<double> b1, ref Vector512<double> c0, ref Vector512<double> c1, bool wide)
    {
        var factor = Vector512.Create(*a);
        c0 = Vector512.FusedMultiplyAdd(factor, b0, c0);
        if (wide)
            c1 = Vector512.FusedMultiplyAdd(factor, b1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(double* a, Vector256<double> b0, Vector256<double> b1, ref Vector256<double> c0, ref Vector256<double> c1)
    {
        var factor = Vector256.Create(*a);
        c0 = Vector256.FusedMultiplyAdd(factor, b0, c0);
        c1 = Vector256.FusedMultiplyAdd(factor, b1, c1);
    }

    /// <summary>q + a² + b² + c² + d², from left to right</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Squares(Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d, Vector512<double> q)
    {
        q = Vector512.FusedMultiplyAdd(a, a, q);
        q = Vector512.FusedMultiplyAdd(b, b, q);
        q = Vector512.FusedMultiplyAdd(c, c, q);
        return Vector512.FusedMultiplyAdd(d, d, q);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Squares(Vector256<double> a, Vector256<double> b, Vector256<double> c, Vector256<double> d, Vector256<double> q)
    {
        q = Vector256.FusedMultiplyAdd(a, a, q);
        q = Vector256.FusedMultiplyAdd(b, b, q);
        q = Vector256.FusedMultiplyAdd(c, c, q);
        return Vector256.FusedMultiplyAdd(d, d, q);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Load(double* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Minus(double* source) => Vector512.Create(-*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(double* target, Vector512<double> left, Vector512<double> right, bool wide)
    {
        left.Store(target);
        if (wide)
            right.Store(target + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(double* target, Vector256<double> left, Vector256<double> right)
    {
        left.Store(target);
        right.Store(target + 4);
    }

    /// <summary>Marks a tile of full height or width; <see cref="Half"/> one of half of it. The compiler makes a method for each pair.</summary>
    private readonly struct Full;

    private readonly struct Half;
}
