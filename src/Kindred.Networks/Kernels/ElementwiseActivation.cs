using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Networks.Kernels;

/// <summary>A function of each value by itself, y = f(z), and its gradient dz = f′ dy, which follows from y or from z: <c>source</c> is whichever the function needs.</summary>
internal unsafe interface IElementwiseActivation
{
    /// <summary>y ← f(z)</summary>
    void Set(float* z, float* y, int n);

    /// <summary>dz ← f′ dy</summary>
    void SetGradient(float* dy, float* source, float* dz, int n);

    /// <summary>dz ← dz + f′ dy</summary>
    void AddGradient(float* dy, float* source, float* dz, int n);

    /// <summary>zᵢⱼ ← f(zᵢⱼ + bⱼ), rows <paramref name="step"/> apart; without a bias b is null.</summary>
    void SetTile(float* z, nint step, float* b, int rows, int columns);

    /// <summary>dyᵢⱼ ← f′ dyᵢⱼ, sⱼ ← sⱼ + Σᵢ dyᵢⱼ, from zero where the tile is the <paramref name="isFirst"/> of its columns; without sums s is null.</summary>
    void SetGradientTile(float* dy, nint step, float* source, nint sourceStep, float* s, bool isFirst, int rows, int columns);
}

/// <summary>The activation of a function and of its gradient, which takes dy and the source.</summary>
internal sealed unsafe class ElementwiseActivation<TFunction, TGradient>(TFunction function, TGradient gradient) : IElementwiseActivation
    where TFunction : struct, IUnary
    where TGradient : struct, IBinary
{
    public void Set(float* z, float* y, int n) => Elementwise.Set(function, z, y, n);

    public void SetGradient(float* dy, float* source, float* dz, int n) => Elementwise.Set(gradient, dy, source, dz, n);

    public void AddGradient(float* dy, float* source, float* dz, int n) => Elementwise.Add(gradient, dy, source, dz, n);

    public void SetTile(float* z, nint step, float* b, int rows, int columns) => SetTile(function, z, step, b, rows, columns);

    public void SetGradientTile(float* dy, nint step, float* source, nint sourceStep, float* s, bool isFirst, int rows, int columns) =>
        SetGradientTile(gradient, dy, step, source, sourceStep, s, isFirst, rows, columns);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetTile(TFunction f, float* z, nint step, float* b, int rows, int columns)
    {
        var j = 0;
        for (; j <= columns - Elementwise.Lanes; j += Elementwise.Lanes)
        {
            var shift = b == null ? Vector512<float>.Zero : Vector512.Load(b + j);
            var at = z + j;
            for (var i = 0; i < rows; i++, at += step)
                f.Of(Vector512.Load(at) + shift).Store(at);
        }

        if (j < columns)
            SetRest(f, z + j, step, b == null ? null : b + j, rows, columns - j);
    }

    /// <summary>The same for fewer columns than a vector has.</summary>
    private static void SetRest(TFunction f, float* z, nint step, float* b, int rows, int columns)
    {
        var shift = b == null ? Vector512<float>.Zero : Elementwise.Load(b, columns);
        for (var i = 0; i < rows; i++, z += step)
            Elementwise.Store(f.Of(Elementwise.Load(z, columns) + shift), z, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SetGradientTile(TGradient f, float* dy, nint step, float* source, nint sourceStep, float* s, bool isFirst, int rows, int columns)
    {
        var j = 0;
        for (; j <= columns - Elementwise.Lanes; j += Elementwise.Lanes)
        {
            var sum = isFirst || s == null ? Vector512<float>.Zero : Vector512.Load(s + j);
            var at = dy + j;
            var from = source + j;
            for (var i = 0; i < rows; i++, at += step, from += sourceStep)
            {
                var value = f.Of(Vector512.Load(at), Vector512.Load(from));
                value.Store(at);
                sum += value;
            }

            if (s != null)
                sum.Store(s + j);
        }

        if (j < columns)
            SetGradientRest(f, dy + j, step, source + j, sourceStep, s == null ? null : s + j, isFirst, rows, columns - j);
    }

    /// <summary>The same for fewer columns than a vector has.</summary>
    private static void SetGradientRest(TGradient f, float* dy, nint step, float* source, nint sourceStep, float* s, bool isFirst, int rows, int columns)
    {
        var sum = isFirst || s == null ? Vector512<float>.Zero : Elementwise.Load(s, columns);
        for (var i = 0; i < rows; i++, dy += step, source += sourceStep)
        {
            var value = f.Of(Elementwise.Load(dy, columns), Elementwise.Load(source, columns));
            Elementwise.Store(value, dy, columns);
            sum += value;
        }

        if (s != null)
            Elementwise.Store(sum, s, columns);
    }
}
