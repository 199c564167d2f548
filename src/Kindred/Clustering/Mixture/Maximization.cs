using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering.Mixture;

/// <summary>The M step: parameters that make the sums of a pass most likely.</summary>
internal static class Maximization
{
    /// <summary>A component with less than this share of a single row has nothing to describe.</summary>
    private const double LeastWeight = 1e-3;

    /// <summary>weight = w / n, mean = about + s / w, covariance = S / w − (s / w)(s / w)ᵀ + ridge I, as far as the kind allows.</summary>
    /// <remarks>The pass summed about the means of <paramref name="previous"/>. Components without rows, marked in <paramref name="lost"/>,
    /// keep the mean and the covariance they had.</remarks>
    public static MixtureParameters Run(EmPass pass, int rows, VarianceFloor floor, MixtureParameters previous, bool[] lost)
    {
        var next = MixtureParameters.Empty(previous.Kind, previous.Components, previous.Columns);
        previous.Means.CopyTo(next.Means, 0);
        WorkerPool.Run(next.Components, (c, _) =>
        {
            var weight = pass.Weight(c);
            lost[c] = !(weight >= LeastWeight);
            next.Weights[c] = Math.Max(weight / rows, double.Epsilon);
            if (next.Kind != CovarianceKind.Tied)
                SetCovariance(pass, c, floor, previous, next, lost[c]);
        });
        if (next.Kind == CovarianceKind.Tied)
            SetTiedCovariance(pass, rows, floor, next);
        for (var c = 0; c < next.Components; c++)
        {
            if (!lost[c])
                MoveMean(pass, c, next);
        }

        return next;
    }

    private static void SetCovariance(EmPass pass, int c, VarianceFloor floor, MixtureParameters previous, MixtureParameters next, bool lost)
    {
        var target = next.Covariance(c);
        if (lost)
            previous.Covariance(c).CopyTo(target);
        else if (next.Kind == CovarianceKind.Full)
            AddScatter(pass, c, 1 / pass.Weight(c), floor.For(pass, c), target, next.Columns);
        else
            SetVariances(pass, c, floor.For(pass, c), target);
    }

    private static void SetTiedCovariance(EmPass pass, int rows, VarianceFloor floor, MixtureParameters next)
    {
        for (var c = 0; c < next.Components; c++)
        {
            if (pass.Weight(c) > 0)
                AddScatter(pass, c, 1.0 / rows, pass.Weight(c) / rows * floor.For(pass, c), next.Covariance(0), next.Columns);
        }
    }

    /// <summary>covariance ← covariance + scale (S − s sᵀ / w) + ridge I</summary>
    private static void AddScatter(EmPass pass, int c, double scale, double ridge, Span<double> covariance, int columns)
    {
        var weight = pass.Weight(c);
        var sums = pass.Sums(c);
        for (var i = 0; i < columns; i++)
        {
            var row = pass.Scatter(c, i);
            for (var j = 0; j <= i; j++)
            {
                covariance[i * columns + j] += scale * (row[j] - sums[i] / weight * sums[j]);
                covariance[j * columns + i] = covariance[i * columns + j];
            }

            covariance[i * columns + i] += ridge;
        }
    }

    /// <summary>variance ← max(0, Q / w − (s / w)²) + ridge for every column, or the mean of that over columns.</summary>
    private static void SetVariances(EmPass pass, int c, double ridge, Span<double> variances)
    {
        var weight = pass.Weight(c);
        var sums = pass.Sums(c);
        var squares = pass.Squares(c);
        for (var j = 0; j < sums.Length; j++)
        {
            var variance = Math.Max(0, squares[j] / weight - sums[j] / weight * (sums[j] / weight));
            variances[j % variances.Length] += variance * variances.Length / sums.Length;
        }

        foreach (ref var variance in variances)
            variance += ridge;
    }

    private static void MoveMean(EmPass pass, int c, MixtureParameters next)
    {
        var weight = pass.Weight(c);
        var sums = pass.Sums(c);
        var mean = next.Mean(c);
        for (var j = 0; j < mean.Length; j++)
            mean[j] += sums[j] / weight;
    }
}
