using Kindred.Clustering;
using Kindred.Numerics;

namespace Kindred.Benchmarks;

/// <summary>Overlapping normal distributions, each with a covariance of its own, like the codes an autoencoder makes of images.</summary>
public static class CodeLikeRows
{
    /// <summary>Component c has mean 1.3 z and covariance Bᵀ B with B = A / √d + 0.3 I, where z and A are standard normal.</summary>
    public static (Matrix X, int[] Clusters) Draw(int rows, int columns, int components, ulong seed)
    {
        var rng = new Rng(seed);
        var weights = Enumerable.Repeat(1.0 / components, components).ToArray();
        var means = new double[components * columns];
        foreach (ref var mean in means.AsSpan())
            mean = 1.3 * rng.NextNormal();
        var covariances = new double[components * columns * columns];
        for (var c = 0; c < components; c++)
            Square(RandomShape(columns, rng), columns, covariances.AsSpan(c * columns * columns));
        return new GaussianMixtureModel(CovarianceKind.Full, columns, weights, means, covariances).Sample(rows, seed);
    }

    private static double[] RandomShape(int columns, Rng rng)
    {
        var shape = new double[columns * columns];
        for (var k = 0; k < shape.Length; k++)
            shape[k] = rng.NextNormal() / Math.Sqrt(columns) + (k % (columns + 1) == 0 ? 0.3 : 0);
        return shape;
    }

    /// <summary>target ← shapeᵀ shape</summary>
    private static void Square(double[] shape, int columns, Span<double> target)
    {
        for (var i = 0; i < columns; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                for (var k = 0; k < columns; k++)
                    target[i * columns + j] += shape[k * columns + i] * shape[k * columns + j];
            }
        }
    }
}
