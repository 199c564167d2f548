using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Networks.Kernels;

/// <summary>Functions of a whole row, one row at a time.</summary>
internal static unsafe class RowKernels
{
    /// <summary>A shorter row has no direction.</summary>
    private const double ShortestSquared = 1e-24;

    /// <summary>r ← 1 / ‖x‖, y ← r x; a row of zeros stays one, with r = 0</summary>
    public static void Normalize(float* x, float* y, float* r, int n)
    {
        var squared = Elementwise.Sum(new Times(1), x, x, n);
        *r = squared > ShortestSquared ? (float)(1 / Math.Sqrt(squared)) : 0;
        Elementwise.Set(new Scaled(*r), x, y, n);
    }

    /// <summary>dx ← dx + r (dy − y Σ dyₖ yₖ)</summary>
    public static void AddNormalizeGradient(float* y, float r, float* dy, float* dx, int n)
    {
        var along = Elementwise.Sum(new Times(1), dy, y, n);
        Elementwise.Add(new AcrossGradient(r, (float)along), dy, y, dx, n);
    }

    /// <summary>y ← x − Σₖ xₖ / n</summary>
    public static void Centre(float* x, float* y, int n)
    {
        var mean = (float)(Elementwise.Sum(default(Left), x, x, n) / n);
        TensorPrimitives.Subtract(new ReadOnlySpan<float>(x, n), mean, new Span<float>(y, n));
    }

    /// <summary>dx ← dx + dy − Σₖ dyₖ / n</summary>
    public static void AddCentreGradient(float* dy, float* dx, int n)
    {
        Elementwise.Add(default(Itself), dy, dx, n);
        Elementwise.Add(new Always((float)(-Elementwise.Sum(default(Left), dy, dy, n) / n)), dy, dx, n);
    }

    /// <summary>yⱼ ← xⱼ − ln Σₖ exp(xₖ), where neither j nor k is <paramref name="left"/> (−1: none is left out); y is 0 there</summary>
    public static void LogSoftmax(float* x, float* y, int n, int left)
    {
        var result = new Span<float>(y, n);
        new ReadOnlySpan<float>(x, n).CopyTo(result);
        if (left >= 0)
            result[left] = float.NegativeInfinity;
        var largest = TensorPrimitives.Max<float>(result);
        TensorPrimitives.Subtract(result, largest, result);
        TensorPrimitives.Exp<float>(result, result);
        var sum = 0.0;
        foreach (var value in result)
            sum += value;
        TensorPrimitives.Subtract(new ReadOnlySpan<float>(x, n), (float)(largest + Math.Log(sum)), result);
        if (left >= 0)
            result[left] = 0;
    }

    /// <summary>dxⱼ ← dxⱼ + dyⱼ − exp(yⱼ) Σₖ dyₖ, where neither j nor k is <paramref name="left"/></summary>
    public static void AddLogSoftmaxGradient(float* y, float* dy, float* dx, int n, int left)
    {
        var (before, after) = left < 0 ? (n, n) : (left, left + 1);
        var sum = Elementwise.Sum(default(Left), dy, dy, before) + Elementwise.Sum(default(Left), dy + after, dy + after, n - after);
        var gradient = new LogSoftmaxGradient((float)sum);
        Elementwise.Add(gradient, dy, y, dx, before);
        Elementwise.Add(gradient, dy + after, y + after, dx + after, n - after);
    }

    /// <summary>dxⱼ ← dxⱼ + s (exp(yⱼ) − [j = target]), where j is not <paramref name="left"/></summary>
    public static void AddCrossEntropyGradient(float* y, float* dx, float scale, int n, int target, int left)
    {
        var gradient = new ScaledExponential(scale);
        Elementwise.Add(gradient, y, dx, left);
        Elementwise.Add(gradient, y + left + 1, dx + left + 1, n - left - 1);
        dx[target] -= scale;
    }

    /// <summary>s exp(a)</summary>
    private readonly struct ScaledExponential(float scale) : IUnary
    {
        private readonly Vector512<float> _scale = Vector512.Create(scale);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Of(Vector512<float> a) => _scale * Vector512.Exp(a);
    }

    /// <summary>r (dy − along · y)</summary>
    private readonly struct AcrossGradient(float r, float along) : IBinary
    {
        private readonly Vector512<float> _r = Vector512.Create(r);
        private readonly Vector512<float> _along = Vector512.Create(along);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Of(Vector512<float> a, Vector512<float> b) => _r * (a - (_along * b));
    }

    /// <summary>dy − exp(y) · sum</summary>
    private readonly struct LogSoftmaxGradient(float sum) : IBinary
    {
        private readonly Vector512<float> _sum = Vector512.Create(sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Of(Vector512<float> a, Vector512<float> b) => a - (Vector512.Exp(b) * _sum);
    }
}
