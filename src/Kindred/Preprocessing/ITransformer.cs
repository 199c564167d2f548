using Kindred.Numerics;

namespace Kindred.Preprocessing;

/// <summary>A way to learn a mapping from rows to rows: a scaler, PCA, an autoencoder.</summary>
public interface ITransformer<out TTransform>
    where TTransform : ITransform
{
    /// <exception cref="FitException">Nothing can be learned from the data as asked.</exception>
    TTransform Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default);
}

/// <summary>A learned mapping. Immutable, so safe to share between threads.</summary>
public interface ITransform
{
    /// <summary>rows x input columns → rows x output columns</summary>
    Matrix Transform(Matrix x);
}
