using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Preprocessing;

/// <summary>A step that learns from rows that are read some at a time, as often as it needs; others learn from a sample.</summary>
internal interface IStreamedTransformer : ITransformer
{
    /// <summary>Why it learns from a sample with these settings all the same, as a sentence; null where it learns from all rows.</summary>
    string? NeedsSample => null;

    /// <summary>Learns from all rows of <paramref name="x"/>, of which each process reads its share.</summary>
    /// <exception cref="ArgumentException">There are too few rows, no columns, or values that are not finite.</exception>
    /// <exception cref="FitException">Nothing can be learned from the data as asked.</exception>
    ITransform Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default);
}
