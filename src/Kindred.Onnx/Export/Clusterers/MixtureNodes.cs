using Kindred.Clustering;
using Kindred.Numerics.LinearAlgebra;
using Kindred.Onnx.Export.Steps;

namespace Kindred.Onnx.Export.Clusterers;

/// <summary>Normal distributions, in double as they were fitted: whitened differences, their squares, the logarithms of densities, and shares of these.</summary>
internal static class MixtureNodes
{
    public static ClusterValues Add(GraphBuilder graph, GaussianMixtureModel mixture, Value rows)
    {
        var (count, columns) = (mixture.ClusterCount, mixture.Columns);
        var origin = Origin(mixture);
        var x = graph.Subtract(graph.ToDouble(rows), graph.Constant(origin, columns));
        var (whitened, halfLogDeterminants) = Whitened(graph, mixture, origin, x);
        double[] scales = [.. Enumerable.Range(0, count).Select(c => Math.Log(Math.Max(mixture.Weights[c], double.Epsilon)) - (0.5 * columns * Math.Log(2 * Math.PI)) - halfLogDeterminants[c])];
        var squares = graph.Sum(graph.Square(whitened), axis: 2);
        var densities = graph.Subtract(graph.Constant(scales, count), graph.Multiply(graph.Number(0.5), squares));
        var highest = graph.Largest(densities, axis: 1, keep: true);
        var all = graph.Add(highest, graph.Log(graph.Sum(graph.Exp(graph.Subtract(densities, highest)), axis: 1, keep: true)));
        var shares = graph.Exp(graph.Subtract(densities, all));
        return new ClusterValues(
            graph.ArgMax(densities, axis: 1), graph.ToFloat(graph.Reshape(graph.Subtract(graph.Number(0), all), 0)), graph.ToFloat(graph.Largest(shares, axis: 1)), graph.ToFloat(shares));
    }

    /// <summary>The same of an encoder's codes.</summary>
    public static ClusterValues OfCodes(GraphBuilder graph, DeepMixtureModel model, Value rows) => Add(graph, model.Mixture, EncoderNodes.Codes(graph, model.Range, model.Encoder, rows));

    /// <summary>The mean of the mixture: far-off data lose no digits when counted from it.</summary>
    private static double[] Origin(GaussianMixtureModel mixture)
    {
        var origin = new double[mixture.Columns];
        for (var c = 0; c < mixture.ClusterCount; c++)
        {
            for (var j = 0; j < origin.Length; j++)
                origin[j] += mixture.Weights[c] * mixture.Mean(c)[j];
        }

        return origin;
    }

    /// <summary>L꜀⁻¹ (x − mean꜀) with covariance꜀ = L꜀ L꜀ᵀ, and ½ ln |covariance꜀|. // batch x components x columns</summary>
    private static (Value Whitened, double[] HalfLogDeterminants) Whitened(GraphBuilder graph, GaussianMixtureModel mixture, double[] origin, Value x)
    {
        if (mixture.Covariance is CovarianceKind.Diagonal or CovarianceKind.Spherical)
            return Scaled(graph, mixture, origin, x);
        var (count, columns) = (mixture.ClusterCount, mixture.Columns);
        var isTied = mixture.Covariance == CovarianceKind.Tied;
        var maps = isTied ? 1 : count;
        var (whitening, shifts, determinants) = (new double[columns * maps * columns], new double[count * columns], new double[count]);
        var l = Array.Empty<double>();
        for (var c = 0; c < count; c++)
        {
            if (c < maps)
            {
                l = Inverse(mixture, c, out determinants[c]);
                for (var i = 0; i < columns; i++)
                {
                    for (var j = 0; j <= i; j++)
                        whitening[(((j * maps) + c) * columns) + i] = l[(i * columns) + j];
                }
            }

            determinants[c] = determinants[isTied ? 0 : c];
            for (var i = 0; i < columns; i++)
            {
                for (var j = 0; j <= i; j++)
                    shifts[(c * columns) + i] += l[(i * columns) + j] * (mixture.Mean(c)[j] - origin[j]);
            }
        }

        var mapped = graph.Reshape(graph.MatMul(x, graph.Constant(whitening, columns, maps * columns)), 0, maps, columns);
        return (graph.Subtract(mapped, graph.Constant(shifts, count, columns)), determinants);
    }

    /// <summary>L⁻¹ of a component's covariance.</summary>
    private static double[] Inverse(GaussianMixtureModel mixture, int component, out double halfLogDeterminant)
    {
        var size = mixture.Columns * mixture.Columns;
        var l = mixture.Covariances.Slice(component * size, size).ToArray();
        if (!Cholesky.TryFactor(l, mixture.Columns))
            throw new ArgumentException($"The covariance of component {component} is not positive definite.", nameof(mixture));
        halfLogDeterminant = 0.5 * Cholesky.LogDeterminant(l, mixture.Columns);
        Cholesky.InvertLower(l, mixture.Columns);
        return l;
    }

    /// <summary>(x − mean꜀) / σ꜀</summary>
    private static (Value Whitened, double[] HalfLogDeterminants) Scaled(GraphBuilder graph, GaussianMixtureModel mixture, double[] origin, Value x)
    {
        var (count, columns) = (mixture.ClusterCount, mixture.Columns);
        var (means, scales, determinants) = (new double[count * columns], new double[count * columns], new double[count]);
        for (var i = 0; i < means.Length; i++)
        {
            var (c, j) = (i / columns, i % columns);
            var variance = mixture.Covariance == CovarianceKind.Spherical ? mixture.Covariances[c] : mixture.Covariances[i];
            (means[i], scales[i]) = (mixture.Means[i] - origin[j], 1 / Math.Sqrt(variance));
            determinants[c] += 0.5 * Math.Log(variance);
        }

        var differences = graph.Subtract(graph.Reshape(x, 0, 1, columns), graph.Constant(means, count, columns));
        return (graph.Multiply(differences, graph.Constant(scales, count, columns)), determinants);
    }
}
