using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Networks.Kernels;

/// <summary>a + b</summary>
internal readonly struct Plus : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a + b;
}

/// <summary>a − b</summary>
internal readonly struct Minus : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a - b;
}

/// <summary>s a b</summary>
internal readonly struct Times(float scale = 1) : IBinary
{
    private readonly Vector512<float> _scale = Vector512.Create(scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> b) => _scale * a * b;
}

/// <summary>s a</summary>
internal readonly struct Scaled(float scale) : IUnary
{
    private readonly Vector512<float> _scale = Vector512.Create(scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a) => _scale * a;
}

/// <summary>s, whatever a is</summary>
internal readonly struct Always(float value) : IUnary
{
    private readonly Vector512<float> _value = Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a) => _value;
}

/// <summary>a</summary>
internal readonly struct Itself : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a) => a;
}

/// <summary>exp(a)</summary>
internal readonly struct Exponential : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a) => Vector512.Exp(a);
}

/// <summary>ln(a)</summary>
internal readonly struct Logarithm : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a) => Vector512.Log(a);
}

/// <summary>∂ ln(b)/∂b · a = a / b</summary>
internal readonly struct Quotient : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a / b;
}

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

/// <summary>a y (1 − y): the gradient of <see cref="Logistic"/> from its result y</summary>
internal readonly struct LogisticGradient : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> y) => a * y * (Vector512<float>.One - y);
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

/// <summary>(a − b)²</summary>
internal readonly struct SquaredDifference : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> b) => (a - b) * (a - b);
}

/// <summary>s (a − b)</summary>
internal readonly struct ScaledDifference(float scale) : IBinary
{
    private readonly Vector512<float> _scale = Vector512.Create(scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> b) => _scale * (a - b);
}

/// <summary>a, whatever b is</summary>
internal readonly struct Left : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a;
}
