using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>A way to group rows without labels. Holds settings only; what was learned is in the model.</summary>
public interface IClusterer<out TModel>
    where TModel : IClusterModel
{
    /// <summary>Learns groups from <paramref name="x"/>, which is left as it was.</summary>
    /// <exception cref="FitException">The data cannot be grouped as asked.</exception>
    TModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default);
}

/// <summary>Groups found in data. Immutable, so safe to share between threads.</summary>
public interface IClusterModel
{
    int ClusterCount { get; }

    /// <summary>The group of every row, in [0, <see cref="ClusterCount"/>).</summary>
    int[] Predict(Matrix x);
}

/// <summary>Groups with a degree of belonging.</summary>
public interface ISoftClusterModel : IClusterModel
{
    /// <summary>rows x ClusterCount; every row sums to one.</summary>
    Matrix PredictProbabilities(Matrix x);
}
