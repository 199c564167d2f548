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
