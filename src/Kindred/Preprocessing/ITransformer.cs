using Kindred.Numerics;
using Kindred.Storage;

namespace Kindred.Preprocessing;

/// <summary>A way to learn a mapping from rows to rows: a scaler, principal components, an autoencoder. Holds settings only.</summary>
public interface ITransformer
{
    /// <summary>What it is called in words, e.g. <c>principal components</c>.</summary>
    string Name { get; }

    /// <summary>Learns from <paramref name="x"/>, which is left as it was.</summary>
    /// <exception cref="ArgumentException">There are too few rows, no columns, or values that are not finite.</exception>
    /// <exception cref="FitException">Nothing can be learned from the data as asked.</exception>
    ITransform Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default);

    /// <summary>Learns from bytes, each meaning byte × <see cref="ByteMatrix.Scale"/>. Methods that need no floats for that say so by their own version.</summary>
    /// <inheritdoc cref="Fit(Matrix, IProgress{FitProgress}?, CancellationToken)"/>
    ITransform Fit(ByteMatrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default) => Fit(x.ToMatrix(), progress, cancellation);
}

/// <summary>A transformer that learns a <typeparamref name="TTransform"/>.</summary>
public interface ITransformer<out TTransform> : ITransformer
    where TTransform : ITransform
{
    /// <inheritdoc cref="ITransformer.Fit(Matrix, IProgress{FitProgress}?, CancellationToken)"/>
    new TTransform Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default);

    ITransform ITransformer.Fit(Matrix x, IProgress<FitProgress>? progress, CancellationToken cancellation) => Fit(x, progress, cancellation);
}

/// <summary>A learned mapping. Immutable, so safe to share between threads.</summary>
public interface ITransform : IStored
{
    int InputColumns { get; }

    int OutputColumns { get; }

    /// <summary>What the rows it was fitted on became, where <see cref="Transform(Matrix)"/> of them would give something else, as with manifolds; else null, and in one from a file.</summary>
    Matrix? Fitted => null;

    /// <summary>What the fit says of itself, as named numbers, e.g. <c>bestEpoch</c>.</summary>
    IReadOnlyDictionary<string, double> Outcome => new Dictionary<string, double>();

    /// <summary>rows x input columns → rows x output columns</summary>
    /// <exception cref="ArgumentException">The columns are not <see cref="InputColumns"/>, or a value is not finite.</exception>
    Matrix Transform(Matrix x);

    /// <inheritdoc cref="Transform(Matrix)"/>
    Matrix Transform(ByteMatrix x) => Transform(x.ToMatrix());
}
