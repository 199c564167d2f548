using Kindred.Datasets;
using Kindred.Methods;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Preprocessing;

namespace Kindred.Features;

/// <summary>Histograms of oriented gradients: which way edges run in every part of a picture, whatever its brightness. Nothing is learned.</summary>
/// <remarks>After Dalal and Triggs 2005, doi:10.1109/CVPR.2005.177. While its longest side is 56 pixels or more, a picture is halved. Gradients are
/// central differences, edges repeated; of several channels the one with the largest counts. Magnitudes are shared between the two nearest of
/// eight orientations and, by triangles, between the nearest of g x g cells, g being half a side and at most 7; their square roots are brought to length 1.
/// A picture without edges gives zeros.</remarks>
public sealed record OrientationHistograms : ITransformer<OrientationHistogramModel>, IStreamedTransformer
{
    internal static MethodKind<ITransformer> Method { get; } =
        new("hog", OrientationHistogramModel.StoredAs, "Dalal and Triggs 2005", order => new OrientationHistograms { Shape = order.RequirePictures("hog") });

    string ITransformer.Name => "orientation histograms";

    /// <summary>Of the pictures; thin ones of a pixel's width have one cell that way.</summary>
    /// <exception cref="ArgumentException">It is that of a table: a row of numbers has no edges.</exception>
    public required ImageShape Shape { get; init => field = Pictures.Check(value); }

    /// <exception cref="ArgumentException">There are no rows, their columns are not the shape's, or a value is not finite.</exception>
    public OrientationHistogramModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Pictures.Check(x, Shape, atLeast: 1);
        cancellation.ThrowIfCancellationRequested();
        return new OrientationHistogramModel(Shape);
    }

    /// <summary>Nothing is learned from rows, so none is read.</summary>
    ITransform IStreamedTransformer.Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation) => new OrientationHistogramModel(Shape);

    /// <inheritdoc/>
    public ITransform Fit(ByteMatrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Pictures.Check(x, Shape, atLeast: 1);
        cancellation.ThrowIfCancellationRequested();
        return new OrientationHistogramModel(Shape);
    }
}
