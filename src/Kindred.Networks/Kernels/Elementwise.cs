using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Networks.Kernels;

/// <summary>f(a), sixteen values at a time.</summary>
internal interface IUnary
{
    Vector512<float> Of(Vector512<float> a);
}

/// <summary>f(a, b), sixteen values at a time.</summary>
internal interface IBinary
{
    Vector512<float> Of(Vector512<float> a, Vector512<float> b);
}

/// <summary>Applies functions to arrays. The last lanes go through the same sixteen, so no value depends on where a block ends.</summary>
internal static unsafe class Elementwise
{
    public const int Lanes = 16;

    /// <summary>y ← f(a)</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Set<T>(T f, float* a, float* y, int n)
        where T : struct, IUnary
    {
        var i = 0;
        for (; i <= n - Lanes; i += Lanes)
            f.Of(Vector512.Load(a + i)).Store(y + i);
        if (i < n)
            Store(f.Of(Load(a + i, n - i)), y + i, n - i);
    }

    /// <summary>y ← f(a, b)</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Set<T>(T f, float* a, float* b, float* y, int n)
        where T : struct, IBinary
    {
        var i = 0;
        for (; i <= n - Lanes; i += Lanes)
            f.Of(Vector512.Load(a + i), Vector512.Load(b + i)).Store(y + i);
        if (i < n)
            Store(f.Of(Load(a + i, n - i), Load(b + i, n - i)), y + i, n - i);
    }

    /// <summary>y ← y + f(a)</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<T>(T f, float* a, float* y, int n)
        where T : struct, IUnary
    {
        var i = 0;
        for (; i <= n - Lanes; i += Lanes)
            (Vector512.Load(y + i) + f.Of(Vector512.Load(a + i))).Store(y + i);
        if (i < n)
            Store(Load(y + i, n - i) + f.Of(Load(a + i, n - i)), y + i, n - i);
    }

    /// <summary>y ← y + f(a, b)</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<T>(T f, float* a, float* b, float* y, int n)
        where T : struct, IBinary
    {
        var i = 0;
        for (; i <= n - Lanes; i += Lanes)
            (Vector512.Load(y + i) + f.Of(Vector512.Load(a + i), Vector512.Load(b + i))).Store(y + i);
        if (i < n)
            Store(Load(y + i, n - i) + f.Of(Load(a + i, n - i), Load(b + i, n - i)), y + i, n - i);
    }

    /// <summary>Σ f(a, b), in double; the sixteen lanes are kept apart and added in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum<T>(T f, float* a, float* b, int n)
        where T : struct, IBinary
    {
        var low = Vector512<double>.Zero;
        var high = Vector512<double>.Zero;
        for (var i = 0; i < n; i += Lanes)
        {
            var left = Math.Min(Lanes, n - i);
            var term = f.Of(Load(a + i, left), Load(b + i, left));
            if (left < Lanes)
                term = First(term, left);
            low += Vector512.WidenLower(term);
            high += Vector512.WidenUpper(term);
        }

        var sum = 0.0;
        for (var lane = 0; lane < 8; lane++)
            sum += low[lane] + high[lane];
        return sum;
    }

    /// <summary>The first <paramref name="count"/> values at <paramref name="p"/>, at most sixteen; zero beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* p, int count) => count >= Lanes ? Vector512.Load(p) : LoadPart(p, count);

    /// <summary>Stores the first <paramref name="count"/> values, at most sixteen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> values, float* p, int count)
    {
        if (count >= Lanes)
            values.Store(p);
        else
            StorePart(values, p, count);
    }

    private static Vector512<float> LoadPart(float* p, int count)
    {
        var part = Vector512<float>.Zero;
        new ReadOnlySpan<float>(p, count).CopyTo(new Span<float>(&part, Lanes));
        return part;
    }

    private static void StorePart(Vector512<float> values, float* p, int count) =>
        new ReadOnlySpan<float>(&values, count).CopyTo(new Span<float>(p, count));

    private static Vector512<float> First(Vector512<float> values, int count)
    {
        var first = Vector512<float>.Zero;
        StorePart(values, (float*)&first, count);
        return first;
    }
}
