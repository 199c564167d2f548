using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kindred.Numerics.Kernels.Sums;

/// <summary>Sums of rows as 64-bit integers: exact, so the same in any order, and a row taken out again leaves no trace.</summary>
/// <remarks>A float counts as ⌊|x| · unit⌋ with its sign, the unit of a column being the power of two that just keeps the sum of all
/// rows within 62 bits; for 60,000 rows that is 46 bits below the column's largest value. Bytes count as they are.</remarks>
internal static unsafe class FixedPointSums
{
    private const int SumBits = 62;

    /// <summary>units[j] = 2^(62 − ⌈log₂ rows⌉ − ⌈log₂ maxᵢ |xᵢⱼ|⌉)</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double[] Units(ReadOnlySpan<float> x, int columns)
    {
        var largest = new float[columns];
        Raise(largest, x);
        return Units(largest, x.Length / columns);
    }

    /// <summary>The same where the largest |xᵢⱼ| of every column are known.</summary>
    public static double[] Units(float[] largest, int rows)
    {
        var bits = SumBits - Math.ILogB(Math.Max(1, rows)) - 1;
        return Array.ConvertAll(largest, value => Math.ScaleB(1, value == 0 ? 0 : bits - Math.ILogB(Math.Abs(value)) - 1));
    }

    /// <summary>largest[j] ← max(largest[j], maxᵢ |xᵢⱼ|)</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Raise(float[] largest, ReadOnlySpan<float> x)
    {
        for (var start = 0; start < x.Length; start += largest.Length)
            RaiseByRow(largest, x.Slice(start, largest.Length));
    }

    /// <summary>largest[j] ← max(largest[j], |x[j]|); short rows are not worth a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RaiseByRow(float[] largest, ReadOnlySpan<float> x)
    {
        if (x.Length >= Vector512<float>.Count)
        {
            TensorPrimitives.MaxMagnitude(x, largest, largest);
            return;
        }

        for (var j = 0; j < x.Length; j++)
            largest[j] = Math.Max(largest[j], Math.Abs(x[j]));
    }

    /// <summary>to += x</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<T>(long* to, T* x, double* units, int columns)
        where T : unmanaged
    {
        var j = 0;
        for (; j <= columns - 8; j += 8)
            (Vector512.Load(to + j) + Load(x + j, units + j)).Store(to + j);
        for (; j < columns; j++)
            to[j] += Convert(x[j], units, j);
    }

    /// <summary>from −= x, to += x</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Move<T>(long* from, long* to, T* x, double* units, int columns)
        where T : unmanaged
    {
        var j = 0;
        for (; j <= columns - 8; j += 8)
        {
            var values = Load(x + j, units + j);
            (Vector512.Load(from + j) - values).Store(from + j);
            (Vector512.Load(to + j) + values).Store(to + j);
        }

        for (; j < columns; j++)
        {
            var value = Convert(x[j], units, j);
            from[j] -= value;
            to[j] += value;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Load<T>(T* x, double* units)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte) && Avx512F.IsSupported)
            return Avx512F.ConvertToVector512Int64(Vector128.CreateScalarUnsafe(*(ulong*)x).AsByte());
        if (typeof(T) == typeof(byte) && Avx2.IsSupported)
            return Vector512.Create(Avx2.ConvertToVector256Int64((byte*)x), Avx2.ConvertToVector256Int64((byte*)x + 4));
        if (typeof(T) == typeof(float) && Avx512DQ.IsSupported)
        {
            var values = Avx512F.ConvertToVector512Double(Vector256.Load((float*)x)) * Vector512.Load(units);
            return Avx512DQ.ConvertToVector512Int64WithTruncation(values);
        }

        return Vector512.Create(Convert(x[0], units, 0), Convert(x[1], units, 1), Convert(x[2], units, 2), Convert(x[3], units, 3),
            Convert(x[4], units, 4), Convert(x[5], units, 5), Convert(x[6], units, 6), Convert(x[7], units, 7));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Convert<T>(T value, double* units, int j)
        where T : unmanaged =>
        typeof(T) == typeof(byte) ? (byte)(object)value : (long)((float)(object)value * units[j]);
}
