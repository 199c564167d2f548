using Kindred.Evaluation;
using Kindred.Graphs;
using Kindred.Numerics;
using Kindred.Storage;

namespace Kindred.Clustering;

/// <summary>A way to cluster rows without labels. Holds settings only; what was learned is in the model.</summary>
public interface IClusterer
{
    /// <summary>What it is called in words, e.g. <c>k-means</c>.</summary>
    string Name { get; }

    /// <summary>Learns clusters from <paramref name="x"/>, which is left as it was.</summary>
    /// <exception cref="ArgumentException">There are too few rows, no columns, or values that are not finite.</exception>
    /// <exception cref="FitException">The data cannot be clustered as asked.</exception>
    IClusterModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default);

    /// <summary>Learns from bytes, each meaning byte × <see cref="ByteMatrix.Scale"/>. Methods that need no floats for that say so by their own version.</summary>
    /// <inheritdoc cref="Fit(Matrix, IProgress{FitProgress}?, CancellationToken)"/>
    IClusterModel Fit(ByteMatrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default) => Fit(x.ToMatrix(), progress, cancellation);
}

/// <summary>A clusterer whose models are <typeparamref name="TModel"/>.</summary>
public interface IClusterer<out TModel> : IClusterer
    where TModel : IClusterModel
{
    /// <inheritdoc cref="IClusterer.Fit(Matrix, IProgress{FitProgress}?, CancellationToken)"/>
    new TModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default);

    IClusterModel IClusterer.Fit(Matrix x, IProgress<FitProgress>? progress, CancellationToken cancellation) => Fit(x, progress, cancellation);
}

/// <summary>Clusters found in data. Immutable, so safe to share between threads.</summary>
public interface IClusterModel : IStored
{
    /// <summary>Columns of the rows it takes.</summary>
    int Columns { get; }

    int ClusterCount { get; }

    /// <summary>Where the rows it was fitted on went, where the fit knows; null where <see cref="Assign(Matrix)"/> of them tells, and in a model from a file.</summary>
    Membership? Fitted => null;

    /// <summary>The graph of neighbours that the fitted rows were clustered in, where that is how; null otherwise, and in a model from a file.</summary>
    NeighbourGraph? Graph => null;

    /// <summary>What the fit says of itself, as named numbers: <c>iterations</c>, <c>converged</c> (1 or 0), what it made small.</summary>
    IReadOnlyDictionary<string, double> Outcome { get; }

    /// <summary>The cluster of every row, how far from it the row lies, and how surely it belongs there.</summary>
    /// <exception cref="ArgumentException">The columns are not <see cref="Columns"/>, or a value is not finite.</exception>
    Membership Assign(Matrix x);

    /// <inheritdoc cref="Assign(Matrix)"/>
    Membership Assign(ByteMatrix x) => Assign(x.ToMatrix());

    /// <summary>The cluster of every row: <see cref="Membership.Clusters"/> of <see cref="Assign(Matrix)"/>.</summary>
    int[] Predict(Matrix x) => Assign(x).Clusters;
}

/// <summary>Clusters to which a row can belong in part.</summary>
public interface ISoftClusterModel : IClusterModel
{
    /// <summary>rows x ClusterCount; every row sums to one.</summary>
    Matrix PredictProbabilities(Matrix x);
}

/// <summary>Clusters whose probabilities are shares of votes: how many of a row's neighbours are in its cluster.</summary>
public interface IVoteModel : IClusterModel
{
    /// <summary>The same clusters, whose probabilities are what those shares are worth.</summary>
    IClusterModel Calibrated(ShareCalibration calibration);
}
