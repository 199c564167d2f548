using Kindred.Methods;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Preprocessing;

namespace Kindred.Features;

/// <summary>A transformer among others, and what its columns are multiplied by.</summary>
/// <param name="Transformer">What makes the columns.</param>
/// <param name="Weight">Greater than 0 and finite. Columns of length 1 with weights u and v count as u² to v² in squared distances.</param>
public sealed record WeightedTransformer(ITransformer Transformer, double Weight)
{
    /// <summary>What its columns are multiplied by.</summary>
    public double Weight { get; init => field = Guard.Positive(value); } = Guard.Positive(Weight);
}

/// <summary>Several transformers of the same rows, their columns side by side, each with its weight: edges and colours, for instance.</summary>
public sealed record Concatenation : ITransformer<ConcatenationModel>, IStreamedTransformer
{
    internal static MethodKind<ITransformer> Method { get; } = new("hog-colours", ConcatenationModel.StoredAs, "Dalal and Triggs 2005; Swain and Ballard 1991", order => new Concatenation
    {
        Parts =
        [
            new(new OrientationHistograms { Shape = order.RequirePictures("hog-colours") }, 1),
            new(new ColourHistogram { Shape = order.RequirePictures("hog-colours") }, order.Real("colours", 0.5, isFirst: true)),
        ],
    });

    string ITransformer.Name => string.Join(" and ", Parts.Select(part => part.Transformer.Name));

    /// <summary>From left to right; at least one.</summary>
    public required ValueList<WeightedTransformer> Parts
    {
        get;
        init => field = value is { Count: > 0 } ? value : throw new ArgumentException("At least one transformer is needed, got none.", nameof(Parts));
    }

    string? IStreamedTransformer.NeedsSample => Parts.Select(part => part.Transformer).FirstOrDefault(part => part is not IStreamedTransformer { NeedsSample: null }) is { } other ? $"{other.Name} learns from rows that lie in memory." : null;

    ITransform IStreamedTransformer.Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        new ConcatenationModel([.. Parts.Select(part => (((IStreamedTransformer)part.Transformer).Fit(x, stream, progress, cancellation), part.Weight))]);

    /// <exception cref="ArgumentException">A part refuses the rows.</exception>
    /// <exception cref="FitException">A part finds nothing to learn.</exception>
    public ConcatenationModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default) =>
        new([.. Parts.Select(part => (part.Transformer.Fit(x, progress, cancellation), part.Weight))]);

    /// <inheritdoc/>
    public ITransform Fit(ByteMatrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default) =>
        new ConcatenationModel([.. Parts.Select(part => (part.Transformer.Fit(x, progress, cancellation), part.Weight))]);
}
