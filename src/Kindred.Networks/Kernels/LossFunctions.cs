using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Networks.Kernels;

/// <summary>−(t ln x + (1 − t) ln(1 − x))</summary>
internal readonly struct BinaryEntropyTerm : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> x, Vector512<float> t) =>
        -((t * Bounds.Log(x)) + ((Vector512<float>.One - t) * Bounds.Log(Vector512<float>.One - x)));
}

/// <summary>s (x − t) / (x (1 − x))</summary>
internal readonly struct BinaryEntropyGradient(float scale) : IBinary
{
    private readonly Vector512<float> _scale = Vector512.Create(scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> x, Vector512<float> t) =>
        _scale * (x - t) / Vector512.Max(x * (Vector512<float>.One - x), Bounds.Smallest);
}

/// <summary>−t ln x</summary>
internal readonly struct EntropyTerm : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> x, Vector512<float> t) => -(t * Bounds.Log(x));
}

/// <summary>t (ln t − ln x)</summary>
internal readonly struct DivergenceTerm : IBinary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> x, Vector512<float> t) => t * (Bounds.Log(t) - Bounds.Log(x));
}

/// <summary>−s t / x</summary>
internal readonly struct EntropyGradient(float scale) : IBinary
{
    private readonly Vector512<float> _scale = Vector512.Create(-scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Of(Vector512<float> x, Vector512<float> t) => _scale * t / Vector512.Max(x, Bounds.Smallest);
}

/// <summary>Keep losses and their gradients finite at probabilities of zero and one.</summary>
internal static class Bounds
{
    public static Vector512<float> Smallest => Vector512.Create(1e-12f);

    /// <summary>max(ln x, −100)</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x) => Vector512.Max(Vector512.Log(x), Vector512.Create(-100f));
}
