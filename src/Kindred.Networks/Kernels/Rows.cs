using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Networks.Kernels;

/// <summary>Work on rows that share one vector.</summary>
internal static unsafe class Rows
{
    /// <summary>xᵢ ← xᵢ + b for every row i; x is rows x columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddToEach(float* x, float* b, int rows, int columns)
    {
        if (columns == 1)
        {
            Elementwise.Add(new Always(*b), x, x, rows);
            return;
        }

        for (var i = 0; i < rows; i++, x += columns)
        {
            var j = 0;
            for (; j <= columns - Elementwise.Lanes; j += Elementwise.Lanes)
                (Vector512.Load(x + j) + Vector512.Load(b + j)).Store(x + j);
            for (; j < columns; j++)
                x[j] += b[j];
        }
    }

    /// <summary>s ← Σᵢ xᵢ; x is rows x columns with <paramref name="stride"/> values from row to row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(float* x, int rows, int columns, int stride, float* s)
    {
        var j = 0;
        for (; j <= columns - Elementwise.Lanes; j += Elementwise.Lanes)
        {
            var sum = Vector512<float>.Zero;
            var p = x + j;
            for (var i = 0; i < rows; i++, p += stride)
                sum += Vector512.Load(p);
            sum.Store(s + j);
        }

        for (; j < columns; j++)
        {
            var sum = 0f;
            for (var i = 0; i < rows; i++)
                sum += x[((long)i * stride) + j];
            s[j] = sum;
        }
    }
}
