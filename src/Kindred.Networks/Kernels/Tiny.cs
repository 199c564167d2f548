using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Networks.Kernels;

/// <summary>Makes zero of values so small that what follows from them would be subnormal: some processors compute with those a hundred times as slowly.</summary>
/// <remarks>A rule of the kernels, not a flag of the processor, so that every machine has the same bits. NaN stays NaN.</remarks>
internal static class Tiny
{
    /// <summary>2⁻⁶⁴: a share of a gradient below this leaves less than optimizers count.</summary>
    public const float Share = 5.421011e-20f;

    /// <summary>2⁻⁶³: the square of a smaller gradient is subnormal.</summary>
    public const float Gradient = 1.0842022e-19f;

    /// <summary>2⁻¹²⁶: what is smaller is subnormal.</summary>
    public const float Normal = 1.17549435e-38f;

    /// <summary>x where |x| ≥ limit, else 0</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> ToZero(Vector512<float> x, float limit) =>
        Vector512.AndNot(x, Vector512.LessThan(Vector512.Abs(x), Vector512.Create(limit)));
}
