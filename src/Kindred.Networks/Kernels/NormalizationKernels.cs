using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Networks.Kernels;

/// <summary>What rows are normalised by: x̂ⱼ = (xⱼ − μⱼ) rⱼ, then γⱼ x̂ⱼ + βⱼ.</summary>
internal readonly unsafe struct NormalizationStatistics(float* mean, float* inverse, float* scale, float* shift, int columns)
{
    public readonly float* Mean = mean, Inverse = inverse, Scale = scale, Shift = shift;

    public readonly int Columns = columns;
}

/// <summary>Batch normalisation with an activation f behind it, some rows at a time; no value depends on where they are cut.</summary>
internal static unsafe class NormalizationKernels
{
    private const int BlockLength = 4096;  // values that stay in the first cache while sums of all their columns are made

    /// <summary>sⱼ ← sⱼ + Σᵢ (xᵢⱼ − μⱼ)²</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSquares(float* x, float* mean, int rows, int columns, float* s)
    {
        for (var block = Math.Max(1, BlockLength / columns); rows > 0; rows -= block, x += (long)block * columns)
        {
            for (var j = 0; j < columns; j += Elementwise.Lanes)
            {
                var left = columns - j;
                var at = x + j;
                var (centre, sum) = (Elementwise.Load(mean + j, left), Elementwise.Load(s + j, left));
                for (var i = 0; i < Math.Min(block, rows); i++, at += columns)
                {
                    var difference = Elementwise.Load(at, left) - centre;
                    sum += difference * difference;
                }

                Elementwise.Store(sum, s + j, left);
            }
        }
    }

    /// <summary>yᵢⱼ ← f(γⱼ x̂ᵢⱼ + βⱼ)</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize<T>(T f, float* x, NormalizationStatistics by, int rows, float* y)
        where T : struct, IUnary
    {
        for (var j = 0; j < by.Columns; j += Elementwise.Lanes)
        {
            var left = by.Columns - j;
            var (mean, inverse) = (Elementwise.Load(by.Mean + j, left), Elementwise.Load(by.Inverse + j, left));
            var (scale, shift) = (Elementwise.Load(by.Scale + j, left), Elementwise.Load(by.Shift + j, left));
            float* from = x + j, to = y + j;
            for (var i = 0; i < rows; i++, from += by.Columns, to += by.Columns)
            {
                var hat = (Elementwise.Load(from, left) - mean) * inverse;
                Elementwise.Store(f.Of((scale * hat) + shift), to, left);
            }
        }
    }

    /// <summary>sⱼ ← sⱼ + Σᵢ dzᵢⱼ, pⱼ ← pⱼ + Σᵢ dzᵢⱼ x̂ᵢⱼ, where dz = f′ dy follows from z = γ x̂ + β</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddGradientSums<T>(T f, float* dy, float* x, NormalizationStatistics by, int rows, float* s, float* p)
        where T : struct, IBinary
    {
        var columns = by.Columns;
        for (var block = Math.Max(1, BlockLength / columns); rows > 0; rows -= block, x += (long)block * columns, dy += (long)block * columns)
        {
            for (var j = 0; j < columns; j += Elementwise.Lanes)
            {
                var left = columns - j;
                var (mean, inverse) = (Elementwise.Load(by.Mean + j, left), Elementwise.Load(by.Inverse + j, left));
                var (scale, shift) = (Elementwise.Load(by.Scale + j, left), Elementwise.Load(by.Shift + j, left));
                var (sum, product) = (Elementwise.Load(s + j, left), Elementwise.Load(p + j, left));
                float* from = x + j, gradient = dy + j;
                for (var i = 0; i < Math.Min(block, rows); i++, from += columns, gradient += columns)
                {
                    var hat = (Elementwise.Load(from, left) - mean) * inverse;
                    var dz = f.Of(Elementwise.Load(gradient, left), (scale * hat) + shift);
                    sum += dz;
                    product += dz * hat;
                }

                Elementwise.Store(sum, s + j, left);
                Elementwise.Store(product, p + j, left);
            }
        }
    }

    /// <summary>dxᵢⱼ ← γⱼ rⱼ (dzᵢⱼ − share (sⱼ + x̂ᵢⱼ pⱼ)), or that <paramref name="adds"/> to dxᵢⱼ; dz = f′ dy</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Spread<T>(T f, float* dy, float* x, NormalizationStatistics by, float* s, float* p, float share, int rows, bool adds, float* dx)
        where T : struct, IBinary
    {
        var part = Vector512.Create(share);
        for (var j = 0; j < by.Columns; j += Elementwise.Lanes)
        {
            var left = by.Columns - j;
            var (mean, inverse) = (Elementwise.Load(by.Mean + j, left), Elementwise.Load(by.Inverse + j, left));
            var (scale, shift) = (Elementwise.Load(by.Scale + j, left), Elementwise.Load(by.Shift + j, left));
            var (sum, product, slope) = (Elementwise.Load(s + j, left), Elementwise.Load(p + j, left), scale * inverse);
            float* from = x + j, gradient = dy + j, to = dx + j;
            for (var i = 0; i < rows; i++, from += by.Columns, gradient += by.Columns, to += by.Columns)
            {
                var hat = (Elementwise.Load(from, left) - mean) * inverse;
                var dz = f.Of(Elementwise.Load(gradient, left), (scale * hat) + shift);
                var value = slope * (dz - (part * (sum + (hat * product))));
                Elementwise.Store(adds ? Elementwise.Load(to, left) + value : value, to, left);
            }
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
