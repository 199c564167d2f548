using System.Runtime.Intrinsics;

namespace Kindred.Networks.Kernels;

/// <summary>Batch normalisation, one row or one set of statistics at a time.</summary>
internal static unsafe class NormalizationKernels
{
    /// <summary>yⱼ ← (xⱼ − μⱼ)²</summary>
    public static void SquaredDifference(float* x, float* mean, float* y, int n) => Elementwise.Set(default(SquaredDifference), x, mean, y, n);

    /// <summary>x̂ⱼ ← (xⱼ − μⱼ) rⱼ, yⱼ ← γⱼ x̂ⱼ + βⱼ</summary>
    public static void Normalize(float* x, float* mean, float* inverse, float* scale, float* shift, float* normalized, float* y, int n)
    {
        for (var j = 0; j < n; j += Elementwise.Lanes)
        {
            var left = n - j;
            var hat = (Elementwise.Load(x + j, left) - Elementwise.Load(mean + j, left)) * Elementwise.Load(inverse + j, left);
            Elementwise.Store(hat, normalized + j, left);
            Elementwise.Store((Elementwise.Load(scale + j, left) * hat) + Elementwise.Load(shift + j, left), y + j, left);
        }
    }

    /// <summary>dxⱼ ← dxⱼ + γⱼ rⱼ (dyⱼ − share (sumⱼ + x̂ⱼ sumOfProductsⱼ))</summary>
    public static void AddGradient(
        float* dy, float* normalized, float* scale, float* inverse, float* sums, float* sumProducts, float share, float* dx, int n)
    {
        var part = Vector512.Create(share);
        for (var j = 0; j < n; j += Elementwise.Lanes)
        {
            var left = n - j;
            var common = Elementwise.Load(sums + j, left) + (Elementwise.Load(normalized + j, left) * Elementwise.Load(sumProducts + j, left));
            var gradient = Elementwise.Load(scale + j, left) * Elementwise.Load(inverse + j, left) * (Elementwise.Load(dy + j, left) - (part * common));
            Elementwise.Store(Elementwise.Load(dx + j, left) + gradient, dx + j, left);
        }
    }

    /// <summary>r ← 1 / √(Σ² / n + ε); running mean and variance move towards μ and Σ² / (n − 1)</summary>
    public static void Update(
        float* mean, float* squares, int rows, double momentum, double epsilon, float* runningMean, float* runningVariance, float* inverse, int n)
    {
        for (var j = 0; j < n; j++)
        {
            inverse[j] = (float)(1 / Math.Sqrt((squares[j] / (double)rows) + epsilon));
            runningMean[j] += (float)(momentum * (mean[j] - runningMean[j]));
            runningVariance[j] += (float)(momentum * ((squares[j] / Math.Max(1.0, rows - 1)) - runningVariance[j]));
        }
    }

    /// <summary>μ ← running mean, r ← 1 / √(running variance + ε)</summary>
    public static void UseRunning(float* runningMean, float* runningVariance, double epsilon, float* mean, float* inverse, int n)
    {
        for (var j = 0; j < n; j++)
        {
            mean[j] = runningMean[j];
            inverse[j] = (float)(1 / Math.Sqrt(runningVariance[j] + epsilon));
        }
    }
}
