using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Numerics.LinearAlgebra;

/// <summary>A = L Lᵀ of a symmetric positive definite matrix in double, row after row. Only lower triangles are read and written.</summary>
/// <remarks>Golub and Van Loan, Matrix Computations, 4th edition, 4.2. Sums run in eight fixed lanes: the same bits on every processor.</remarks>
internal static class Cholesky
{
    private const double Epsilon = 1.0 / (1L << 52);

    /// <summary>A → L in place; false, with <paramref name="a"/> half done, when A is not positive definite as far as double can tell.</summary>
    public static bool TryFactor(Span<double> a, int size)
    {
        Debug.Assert(a.Length >= (long)size * size);
        for (var i = 0; i < size; i++)
        {
            var row = a.Slice(i * size, i + 1);
            var diagonal = row[i];
            for (var j = 0; j < i; j++)
                row[j] = (row[j] - Dot(row[..j], a.Slice(j * size, j))) / a[j * size + j];
            var pivot = diagonal - Dot(row[..i], row[..i]);
            if (!(pivot > size * Epsilon * diagonal) || !double.IsFinite(pivot))
                return false;
            row[i] = Math.Sqrt(pivot);
        }

        return true;
    }

    /// <summary>L → L⁻¹ in place.</summary>
    public static void InvertLower(Span<double> l, int size)
    {
        Debug.Assert(l.Length >= (long)size * size);
        var row = new double[size];
        for (var i = 0; i < size; i++)
        {
            var target = l.Slice(i * size, i + 1);
            target[..i].CopyTo(row);
            target[..i].Clear();
            for (var k = 0; k < i; k++)
                AddScaled(l.Slice(k * size, k + 1), row[k], target[..(k + 1)]);
            var scale = -1 / target[i];
            for (var j = 0; j < i; j++)
                target[j] *= scale;
            target[i] = -scale;
        }
    }

    /// <summary>ln det A = 2 Σᵢ ln Lᵢᵢ</summary>
    public static double LogDeterminant(ReadOnlySpan<double> l, int size)
    {
        var sum = 0.0;
        for (var i = 0; i < size; i++)
            sum += Math.Log(l[i * size + i]);
        return 2 * sum;
    }

    /// <summary>Σᵢ x[i] y[i]</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum0 = Vector512<double>.Zero;
        var sum1 = Vector512<double>.Zero;
        var i = 0;
        for (; i <= x.Length - 16; i += 16)
        {
            sum0 = Vector512.FusedMultiplyAdd(Vector512.Create(x[i..]), Vector512.Create(y[i..]), sum0);
            sum1 = Vector512.FusedMultiplyAdd(Vector512.Create(x[(i + 8)..]), Vector512.Create(y[(i + 8)..]), sum1);
        }

        var eight = sum0 + sum1;
        var four = eight.GetLower() + eight.GetUpper();
        var sum = four[0] + four[1] + (four[2] + four[3]);
        for (; i < x.Length; i++)
            sum = Math.FusedMultiplyAdd(x[i], y[i], sum);
        return sum;
    }

    /// <summary>y ← y + scale · x</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled(ReadOnlySpan<double> x, double scale, Span<double> y)
    {
        var factor = Vector512.Create(scale);
        var i = 0;
        for (; i <= x.Length - 8; i += 8)
            Vector512.FusedMultiplyAdd(factor, Vector512.Create(x[i..]), Vector512.Create<double>(y[i..])).CopyTo(y[i..]);
        for (; i < x.Length; i++)
            y[i] = Math.FusedMultiplyAdd(scale, x[i], y[i]);
    }
}
