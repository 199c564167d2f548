using Kindred.Numerics;
using Kindred.Numerics.LinearAlgebra;

namespace Kindred.Clustering;

public sealed partial class GaussianMixtureModel
{
    /// <summary>Draws rows from the mixture, with the component each came from.</summary>
    /// <exception cref="ArgumentException"><paramref name="count"/> is negative.</exception>
    public (Matrix Rows, int[] Components) Sample(int count, ulong seed)
    {
        var rng = new Rng(seed);
        var components = new int[Guard.NotNegative(count)];
        for (var i = 0; i < count; i++)
            components[i] = DrawComponent(rng.NextDouble());
        var rows = new Matrix(count, Columns);
        for (var c = 0; c < ClusterCount; c++)
        {
            var spread = Spread(c);
            var stream = rng.Split(c);
            for (var i = 0; i < count; i++)
            {
                if (components[i] == c)
                    Draw(stream, Mean(c), spread, rows.MutableRow(i));
            }
        }

        return (rows, components);
    }

    private int DrawComponent(double uniform)
    {
        var c = 0;
        for (var sum = Weights[0]; c < ClusterCount - 1 && uniform >= sum; sum += Weights[c])
            c++;
        return c;
    }

    /// <summary>L with L Lᵀ = covariance, or the standard deviations where that is diagonal.</summary>
    private double[] Spread(int component)
    {
        var spread = _parameters.Covariance(component).ToArray();
        if (Covariance is CovarianceKind.Full or CovarianceKind.Tied)
        {
            Cholesky.TryFactor(spread, Columns);  // it did when the model was made
            return spread;
        }

        var deviations = new double[Columns];
        for (var j = 0; j < Columns; j++)
            deviations[j] = Math.Sqrt(spread[j % spread.Length]);
        return deviations;
    }

    private static void Draw(Rng rng, ReadOnlySpan<double> mean, double[] spread, Span<float> row)
    {
        var normal = new double[row.Length];
        for (var j = 0; j < row.Length; j++)
            normal[j] = rng.NextNormal();
        for (var j = 0; j < row.Length; j++)
        {
            var value = mean[j];
            if (spread.Length == row.Length)
            {
                value += spread[j] * normal[j];
            }
            else
            {
                for (var k = 0; k <= j; k++)
                    value += spread[j * row.Length + k] * normal[k];
            }

            row[j] = (float)value;
        }
    }
}
