using System.Diagnostics;
using System.Runtime.Intrinsics;
using Kindred.Numerics;
using Kindred.Numerics.Kernels;

namespace Kindred.Evaluation;

/// <summary>The mean of (b − a) / max(a, b) over rows: a is the mean distance to the other rows of its group, b to those of the nearest other group.</summary>
/// <param name="Value">In [−1, 1]; higher is better.</param>
/// <param name="Rows">The rows averaged over: all, or those sampled. The distances of each are to all rows in either case.</param>
/// <remarks>Rousseeuw 1987, doi:10.1016/0377-0427(87)90125-7. A row alone in its group counts 0. scikit-learn's sample_size also leaves
/// out the distances to rows not sampled, which changes a and b; here a sample is an unbiased estimate of the exact value.</remarks>
public readonly record struct Silhouette(double Value, int Rows)
{
    /// <param name="x">The rows as they were grouped.</param>
    /// <param name="groups">The group of every row, numbered from 0; groups without rows do not count.</param>
    /// <param name="maxRows">More rows than these are sampled; time grows with it and with the rows.</param>
    /// <param name="seed">Chooses the sample.</param>
    /// <param name="cancellation">Stops between rows.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 groups or as many as rows, the lengths differ, or a value is not finite.</exception>
    public static Silhouette Of(Matrix x, ReadOnlySpan<int> groups, int maxRows = 2000, ulong seed = 0, CancellationToken cancellation = default)
    {
        Guard.Positive(maxRows, nameof(maxRows));
        var numbered = new GroupCentres(x, groups);
        var sample = Sample(x.Rows, maxRows, seed);
        var values = new double[sample.Length];
        Chunks.Run(sample.Length, (item, _) =>
        {
            cancellation.ThrowIfCancellationRequested();
            values[item] = OfRow(x, numbered, sample[item]);
        });
        return new Silhouette(values.Sum() / values.Length, values.Length);
    }

    private static int[] Sample(int rows, int maxRows, ulong seed)
    {
        if (rows <= maxRows)
            return [.. Enumerable.Range(0, rows)];
        var sample = new Rng(seed).Permutation(rows)[..maxRows];
        Array.Sort(sample);
        return sample;
    }

    private static double OfRow(Matrix x, GroupCentres numbered, int row)
    {
        var own = numbered.Groups[row];
        if (numbered.Sizes[own] == 1)
            return 0;

        var sums = new double[numbered.Count];
        for (var i = 0; i < x.Rows; i++)
            sums[numbered.Groups[i]] += Math.Sqrt(SquaredDistance(x.Row(row), x.Row(i)));

        var nearest = double.PositiveInfinity;
        for (var g = 0; g < sums.Length; g++)
        {
            if (g != own)
                nearest = Math.Min(nearest, sums[g] / numbered.Sizes[g]);
        }

        var within = sums[own] / (numbered.Sizes[own] - 1);
        return Math.Max(within, nearest) is var larger and > 0 ? (nearest - within) / larger : 0;
    }

    // Σⱼ (aⱼ − bⱼ)², summed in double
    private static double SquaredDistance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Debug.Assert(a.Length == b.Length);
        var (lower, upper) = (Vector512<double>.Zero, Vector512<double>.Zero);
        var j = 0;
        for (; j <= a.Length - Vector512<float>.Count; j += Vector512<float>.Count)
        {
            var (low, high) = Vector512.Widen(Vector512.Create(a[j..]) - Vector512.Create(b[j..]));
            lower = Vector512.FusedMultiplyAdd(low, low, lower);
            upper = Vector512.FusedMultiplyAdd(high, high, upper);
        }

        var sum = Vector512.Sum(lower + upper);
        for (; j < a.Length; j++)
            sum += (double)(a[j] - b[j]) * (a[j] - b[j]);
        return sum;
    }
}
