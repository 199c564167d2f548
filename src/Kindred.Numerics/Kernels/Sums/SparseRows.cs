using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kindred.Numerics.Kernels.Sums;

/// <summary>Rows of a sparse matrix A[i, j] = sᵢ wₑ sⱼ, one term for every entry e from offsets[i] to offsets[i + 1], j being targets[e]; a row without entries is that of the identity.</summary>
internal readonly unsafe ref struct SparseRows
{
    private const int Lanes = 8;

    private readonly int* _offsets;
    private readonly int* _targets;
    private readonly float* _weights;
    private readonly double* _scales;

    public SparseRows(int* offsets, int* targets, float* weights, double* scales)
    {
        _offsets = offsets;
        _targets = targets;
        _weights = weights;
        _scales = scales;
    }

    /// <summary>y[i] ← α Σⱼ A[i, j] x[j] + β x[i] + γ z[i], where x, y and z have rows of <paramref name="width"/>; y may be z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Combine(int i, double alpha, double* x, double beta, double gamma, double* z, double* y, int width)
    {
        var at = (long)i * width;
        var (isAlone, j) = (_offsets[i] == _offsets[i + 1], 0);
        for (; j <= width - (2 * Lanes); j += 2 * Lanes)
        {
            var (low, high) = isAlone ? (Vector512.Load(x + at + j), Vector512.Load(x + at + j + Lanes)) : Sums(i, x + j, width);
            (low * alpha + (Vector512.Load(x + at + j) * beta) + (Vector512.Load(z + at + j) * gamma)).Store(y + at + j);
            (high * alpha + (Vector512.Load(x + at + j + Lanes) * beta) + (Vector512.Load(z + at + j + Lanes) * gamma)).Store(y + at + j + Lanes);
        }

        for (; j <= width - Lanes; j += Lanes)
        {
            var sum = isAlone ? Vector512.Load(x + at + j) : Sum(i, x + j, width);
            (sum * alpha + (Vector512.Load(x + at + j) * beta) + (Vector512.Load(z + at + j) * gamma)).Store(y + at + j);
        }

        for (; j < width; j++)
            y[at + j] = (alpha * (isAlone ? x[at + j] : Single(i, x + j, width))) + (beta * x[at + j]) + (gamma * z[at + j]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector512<double> Low, Vector512<double> High) Sums(int i, double* x, int width)
    {
        var (low, high) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (var e = _offsets[i]; e < _offsets[i + 1]; e++)
        {
            var weight = Vector512.Create(_weights[e] * _scales[_targets[e]]);
            var row = x + ((long)_targets[e] * width);
            low += weight * Vector512.Load(row);
            high += weight * Vector512.Load(row + Lanes);
        }

        return (low * _scales[i], high * _scales[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<double> Sum(int i, double* x, int width)
    {
        var sum = Vector512<double>.Zero;
        for (var e = _offsets[i]; e < _offsets[i + 1]; e++)
            sum += Vector512.Create(_weights[e] * _scales[_targets[e]]) * Vector512.Load(x + ((long)_targets[e] * width));
        return sum * _scales[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Single(int i, double* x, int width)
    {
        var sum = 0.0;
        for (var e = _offsets[i]; e < _offsets[i + 1]; e++)
            sum += _weights[e] * _scales[_targets[e]] * x[(long)_targets[e] * width];
        return sum * _scales[i];
    }
}
