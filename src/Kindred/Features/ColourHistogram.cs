using Kindred.Datasets;
using Kindred.Methods;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Preprocessing;

namespace Kindred.Features;

/// <summary>How much of each colour a picture has, wherever it is: a coarse histogram. Nothing is learned.</summary>
/// <remarks>After Swain and Ballard 1991, doi:10.1007/BF00130487. Every pixel is shared between the nearest bins of every channel in proportion, so
/// that a slightly lighter picture has a slightly different histogram. Square roots of the counts are brought to length 1.</remarks>
public sealed record ColourHistogram : ITransformer<ColourHistogramModel>, IStreamedTransformer
{
    /// <summary>More would be a table, not a coarse histogram.</summary>
    private const int MostBins = 16;

    internal static MethodKind<ITransformer> Method { get; } =
        new("colours", ColourHistogramModel.StoredAs, "Swain and Ballard 1991", order => new ColourHistogram { Shape = order.RequirePictures("colours"), Bins = order.Whole("bins", 4, isFirst: true) });

    string ITransformer.Name => "colour histogram";

    /// <summary>Of the pictures: one channel or three.</summary>
    /// <exception cref="ArgumentException">It is that of a table, or has other channels.</exception>
    public required ImageShape Shape { get; init => field = CheckChannels(Pictures.Check(value)); }

    /// <summary>Along each channel, from 2 to 16; the first stands for 0 and the last for 1. A picture gets as many columns to the power of its channels.</summary>
    public int Bins
    {
        get;
        init => field = value is >= 2 and <= MostBins ? value : throw new ArgumentOutOfRangeException(nameof(Bins), value, $"A channel has 2 to {MostBins} bins.");
    } = 4;

    /// <exception cref="ArgumentException">There are no rows, their columns are not the shape's, or a value is not finite.</exception>
    public ColourHistogramModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Pictures.Check(x, Shape, atLeast: 1);
        cancellation.ThrowIfCancellationRequested();
        return new ColourHistogramModel(Shape, Bins);
    }

    /// <summary>Nothing is learned from rows, so none is read.</summary>
    ITransform IStreamedTransformer.Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation) => new ColourHistogramModel(Shape, Bins);

    /// <inheritdoc/>
    public ITransform Fit(ByteMatrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Pictures.Check(x, Shape, atLeast: 1);
        cancellation.ThrowIfCancellationRequested();
        return new ColourHistogramModel(Shape, Bins);
    }

    private static ImageShape CheckChannels(ImageShape shape) => shape.Channels is 1 or 3
        ? shape
        : throw new ArgumentException($"A colour histogram is made of pictures with one channel or three, got a shape of {shape}.");
}
