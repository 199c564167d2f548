using Kindred.Clustering.Mixture;
using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>Normal distributions that together describe the rows; a group is a distribution, and belonging is a probability.</summary>
public sealed partial class GaussianMixtureModel : ISoftClusterModel
{
    private readonly MixtureParameters _parameters;
    private readonly ComponentDensities _densities;

    /// <summary>A mixture with these parameters, as one that was saved.</summary>
    /// <param name="covariance">The shape of the covariances.</param>
    /// <param name="columns">d, the columns of the rows it describes.</param>
    /// <param name="weights">One per component; not negative, summing to one.</param>
    /// <param name="means">components x d, row after row.</param>
    /// <param name="covariances">Full: components x d x d; tied: d x d; diagonal: components x d; spherical: one per component.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together, or a covariance is not positive definite.</exception>
    public GaussianMixtureModel(CovarianceKind covariance, int columns, ReadOnlySpan<double> weights, ReadOnlySpan<double> means, ReadOnlySpan<double> covariances)
    {
        _parameters = new MixtureParameters(covariance, columns, weights.ToArray(), means.ToArray(), covariances.ToArray());
        _parameters.Check();
        var failed = new bool[weights.Length];
        _densities = ComponentDensities.TryCreate(_parameters, failed)
            ?? throw new ArgumentException($"The covariance of component {Array.IndexOf(failed, true)} is not positive definite.");
    }

    private GaussianMixtureModel(MixtureParameters parameters, ComponentDensities densities) => (_parameters, _densities) = (parameters, densities);

    public CovarianceKind Covariance => _parameters.Kind;

    public int ClusterCount => _parameters.Components;

    /// <summary>Columns of the rows it describes.</summary>
    public int Columns => _parameters.Columns;

    /// <summary>The share of each component in all rows; they sum to one.</summary>
    public ReadOnlySpan<double> Weights => _parameters.Weights;

    /// <summary>ClusterCount x Columns, row after row.</summary>
    public ReadOnlySpan<double> Means => _parameters.Means;

    /// <summary>Full: ClusterCount x Columns x Columns; tied: Columns x Columns; diagonal: ClusterCount x Columns; spherical: ClusterCount.</summary>
    public ReadOnlySpan<double> Covariances => _parameters.Covariances;

    /// <summary>The mean log-likelihood of the fitted rows before each iteration, in nats; it falls only where a component was restarted.</summary>
    public IReadOnlyList<double> LowerBounds { get; private init; } = [];

    /// <summary>The last of <see cref="LowerBounds"/>, which is scikit-learn's <c>lower_bound_</c>; −∞ before the first iteration.</summary>
    public double LowerBound => LowerBounds.Count == 0 ? double.NegativeInfinity : LowerBounds[^1];

    public int Iterations => LowerBounds.Count;

    /// <summary>The last iteration changed <see cref="LowerBound"/> by less than the tolerance.</summary>
    public bool Converged { get; private init; }

    /// <summary>How many times a component that had collapsed was started again during the fit.</summary>
    public int RestartedComponents { get; private init; }

    public IReadOnlyDictionary<string, double> Outcome => new Dictionary<string, double>
    {
        ["meanLogLikelihood"] = LowerBound,
        ["iterations"] = Iterations,
        ["converged"] = Converged ? 1 : 0,
        ["restartedComponents"] = RestartedComponents,
    };

    /// <summary>Numbers that were free to be fitted.</summary>
    public int ParameterCount => ClusterCount - 1 + ClusterCount * Columns + Covariance switch
    {
        CovarianceKind.Full => ClusterCount * (Columns * (Columns + 1) / 2),
        CovarianceKind.Tied => Columns * (Columns + 1) / 2,
        CovarianceKind.Diagonal => ClusterCount * Columns,
        _ => ClusterCount,
    };

    /// <summary>The mean of a component, one number per column.</summary>
    public ReadOnlySpan<double> Mean(int component) => _parameters.Mean(component);

    /// <summary>The component most likely to have made each row, in [0, ClusterCount); the first where several are.</summary>
    /// <exception cref="ArgumentException">The columns are not those the model was fitted on, or a value is not finite.</exception>
    public int[] Predict(Matrix x)
    {
        var labels = new int[Checked(x).Rows];
        ForEachRow(x, (row, shares, _) => labels[row] = MostLikely(shares));
        return labels;
    }

    /// <summary>rows x ClusterCount: the probability of each component given the row; every row sums to one.</summary>
    /// <exception cref="ArgumentException">The columns are not those the model was fitted on, or a value is not finite.</exception>
    public Matrix PredictProbabilities(Matrix x)
    {
        var probabilities = new Matrix(Checked(x).Rows, ClusterCount);
        ForEachRow(x, (row, shares, _) =>
        {
            var target = probabilities.MutableRow(row);
            for (var c = 0; c < target.Length; c++)
                target[c] = (float)shares[c];
        });
        return probabilities;
    }

    /// <summary>ln p(row) of every row, in nats.</summary>
    /// <exception cref="ArgumentException">The columns are not those the model was fitted on, or a value is not finite.</exception>
    public double[] LogLikelihood(Matrix x)
    {
        var logLikelihoods = new double[Checked(x).Rows];
        ForEachRow(x, (row, _, logLikelihood) => logLikelihoods[row] = logLikelihood);
        return logLikelihoods;
    }

    /// <summary>The most likely component of every row, its probability, and −ln p(row), in one pass.</summary>
    /// <exception cref="ArgumentException">The columns are not those the model was fitted on, or a value is not finite.</exception>
    public Membership Assign(Matrix x)
    {
        var rows = Checked(x).Rows;
        var (clusters, distances, probabilities) = (new int[rows], new float[rows], new float[rows]);
        ForEachRow(x, (row, shares, logLikelihood) =>
        {
            clusters[row] = MostLikely(shares);
            probabilities[row] = (float)shares[clusters[row]];
            distances[row] = (float)-logLikelihood;
        });
        return new Membership(clusters, distances, probabilities);
    }

    /// <summary>(1 / n) Σ ln p(row), scikit-learn's <c>score</c>.</summary>
    /// <exception cref="ArgumentException">There is no row, the columns are others, or a value is not finite.</exception>
    public double MeanLogLikelihood(Matrix x) => SumLogLikelihood(x) / x.Rows;

    /// <summary>Akaike's criterion 2 p − 2 ln L for the given rows: lower is better.</summary>
    /// <remarks>Akaike 1974, doi:10.1109/TAC.1974.1100705.</remarks>
    public double Aic(Matrix x) => -2 * SumLogLikelihood(x) + 2 * ParameterCount;

    /// <summary>The Bayesian criterion p ln n − 2 ln L for the given rows: lower is better.</summary>
    /// <remarks>Schwarz 1978, doi:10.1214/aos/1176344136.</remarks>
    public double Bic(Matrix x) => -2 * SumLogLikelihood(x) + ParameterCount * Math.Log(x.Rows);

    private static int MostLikely(ReadOnlySpan<double> shares)
    {
        var best = 0;
        for (var c = 1; c < shares.Length; c++)
        {
            if (shares[c] > shares[best])
                best = c;
        }

        return best;
    }

    private double SumLogLikelihood(Matrix x)
    {
        Guard.Samples(x, atLeast: 1);
        return LogLikelihood(x).Sum();
    }

    private Matrix Checked(Matrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, Columns);
        return x;
    }

    private void ForEachRow(Matrix x, UseRow use) => new Posterior(_densities).ForEachRow(x, use);
}
