using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Clustering;

/// <summary>A clusterer that learns from rows that are read some at a time, as often as it needs; others learn from a sample.</summary>
internal interface IStreamedClusterer : IClusterer
{
    /// <summary>Why these settings need a sample all the same, as a sentence; null where they need none.</summary>
    string? NeedsSample => null;

    /// <summary>The same of these rows, of which what is kept may have no room. Every process asks.</summary>
    string? NeedsSampleOf(IRowSource x, StreamSettings stream) => NeedsSample;

    /// <summary>Learns from all rows of <paramref name="x"/>, of which each process reads its share; every process gets the same model, which knows no fitted rows.</summary>
    /// <exception cref="ArgumentException">There are too few rows, no columns, values that are not finite, or more rows than what is kept of each has room.</exception>
    /// <exception cref="FitException">The data cannot be clustered as asked.</exception>
    IClusterModel Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default);
}
