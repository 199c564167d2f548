using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Networks.Kernels;

/// <summary>max(a, 0); NaN stays NaN</summary>
internal readonly struct Rectified : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a) => Vector512.Max(a, Vector512<float>.Zero);
}

/// <summary>a where y &gt; 0, else 0: the gradient of <see cref="Rectified"/> from its result y</summary>
internal readonly struct RectifiedGradient : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> y) => a & Vector512.GreaterThan(y, Vector512<float>.Zero);
}

/// <summary>a where a &gt; 0, else s a</summary>
internal readonly struct LeakyRectified(float slope) : IUnary
{
    private readonly Vector512<float> _slope = Vector512.Create(slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(a, Vector512<float>.Zero), a, _slope * a);
}

/// <summary>a where y &gt; 0, else s a: the gradient of <see cref="LeakyRectified"/> from its result y</summary>
internal readonly struct LeakyRectifiedGradient(float slope) : IBinary
{
    private readonly Vector512<float> _slope = Vector512.Create(slope);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> y) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(y, Vector512<float>.Zero), a, _slope * a);
}

/// <summary>1 / (1 + exp(−a))</summary>
internal readonly struct Logistic : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a) => Vector512<float>.One / (Vector512<float>.One + Vector512.Exp(-a));
}

/// <summary>a y (1 − y), and 0 where y is <see cref="Tiny"/>: the gradient of <see cref="Logistic"/> from its result y</summary>
internal readonly struct LogisticGradient : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> y) => a * Tiny.ToZero(y, Tiny.Share) * (Vector512<float>.One - y);
}

/// <summary>tanh(a)</summary>
internal readonly struct HyperbolicTangent : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a)
    {
        // with t = exp(−2|a|): (1 − t)/(1 + t), which neither overflows nor loses the sign
        var t = Vector512.Exp(Vector512.Create(-2f) * Vector512.Abs(a));
        return Vector512.CopySign((Vector512<float>.One - t) / (Vector512<float>.One + t), a);
    }
}

/// <summary>a (1 − y²): the gradient of <see cref="HyperbolicTangent"/> from its result y</summary>
internal readonly struct HyperbolicTangentGradient : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> y) => a * (Vector512<float>.One - (y * y));
}

/// <summary>a Φ(a), with Φ the normal distribution function</summary>
internal readonly struct GaussianLinear : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a) => a * Normal.Distribution(a);
}

/// <summary>a (Φ(z) + z φ(z)): the gradient of <see cref="GaussianLinear"/> from its input z</summary>
internal readonly struct GaussianLinearGradient : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> z) =>
        a * Tiny.ToZero(Normal.Distribution(z) + (z * Normal.Density(z)), Tiny.Share);
}

/// <summary>a σ(a), with σ as in <see cref="Logistic"/></summary>
internal readonly struct LogisticLinear : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a) => a * default(Logistic).Of(a);
}

/// <summary>a σ(z) (1 + z (1 − σ(z))): the gradient of <see cref="LogisticLinear"/> from its input z</summary>
internal readonly struct LogisticLinearGradient : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> z)
    {
        var share = Tiny.ToZero(default(Logistic).Of(z), Tiny.Share);
        return a * share * (Vector512<float>.One + (z * (Vector512<float>.One - share)));
    }
}

/// <summary>The normal distribution with mean zero and variance one.</summary>
internal static class Normal
{
    /// <summary>Powers of t from the highest down, for ln(erfc(x) / t) + x².</summary>
    /// <remarks>Press, Teukolsky, Vetterling and Flannery 1992, "Numerical Recipes in C", section 6.2: relative error below 1.2e-7 for every x.</remarks>
    private static readonly float[] Terms =
        [0.17087277f, -0.82215223f, 1.48851587f, -1.13520398f, 0.27886807f, -0.18628806f, 0.09678418f, 0.37409196f, 1.00002368f, -1.26551223f];

    /// <summary>Φ(a) = erfc(−a / √2) / 2, to some units in the last place, small values included</summary>
    public static Vector512<float> Distribution(Vector512<float> a)
    {
        var x = Vector512.Abs(a) * Vector512.Create(0.70710678f);
        var t = Vector512<float>.One / Vector512.FusedMultiplyAdd(x, Vector512.Create(0.5f), Vector512<float>.One);
        var sum = Vector512.Create(Terms[0]);
        for (var k = 1; k < Terms.Length; k++)
            sum = Vector512.FusedMultiplyAdd(sum, t, Vector512.Create(Terms[k]));
        var tail = Vector512.Create(0.5f) * t * Vector512.Exp(sum - (x * x));
        return Vector512.ConditionalSelect(Vector512.LessThan(a, Vector512<float>.Zero), tail, Vector512<float>.One - tail);
    }

    /// <summary>φ(a) = exp(−a² / 2) / √(2π)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Density(Vector512<float> a) => Vector512.Create(0.39894228f) * Vector512.Exp(Vector512.Create(-0.5f) * a * a);
}
