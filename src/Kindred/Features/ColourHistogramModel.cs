using Kindred.Datasets;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;
using Kindred.Preprocessing;
using Kindred.Storage;

namespace Kindred.Features;

/// <summary>Pictures of one shape → their colour histograms, the last channel's bins side by side; as <see cref="ColourHistogram"/> says.</summary>
public sealed class ColourHistogramModel : ITransform
{
    internal ColourHistogramModel(ImageShape shape, int bins) => (Shape, Bins) = (shape, bins);

    /// <summary>Of the pictures.</summary>
    public ImageShape Shape { get; }

    /// <summary>Along each channel.</summary>
    public int Bins { get; }

    public int InputColumns => Shape.Size;

    public int OutputColumns => Shape.Channels == 1 ? Bins : Bins * Bins * Bins;

    internal static StoredKind StoredAs { get; } = new("colour-histogram", Read);

    StoredKind IStored.Kind => StoredAs;

    SafeTensors IStored.Store() => new([], null, [StoredShape.Write(Shape), StoredNumbers.Doubles("bins", [Bins])]);

    /// <summary>rows x pixels, taken as 0 below 0 and as 1 above 1 → rows x bins, every row of length 1</summary>
    /// <exception cref="ArgumentException">The columns are not the shape's, or a value is not finite.</exception>
    public Matrix Transform(Matrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, InputColumns);
        return Histograms(x.Rows, (i, planes) => Pictures.Read(x.Row(i), Shape.Channels, planes));
    }

    /// <inheritdoc cref="Transform(Matrix)"/>
    public Matrix Transform(ByteMatrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, InputColumns);
        return Histograms(x.Rows, (i, planes) => Pictures.Read(x.Row(i), x.Scale, Shape.Channels, planes));
    }

    private static ColourHistogramModel Read(SafeTensors file)
    {
        var bins = file.DoubleValues("bins", [1])[0];
        if (bins != Math.Floor(bins) || !(Math.Abs(bins) <= int.MaxValue))
            throw new InvalidDataException($"The bins must be a whole number, but the file says {bins}.");
        var checkedSettings = new ColourHistogram { Shape = StoredShape.Read(file), Bins = (int)bins };
        return new ColourHistogramModel(checkedSettings.Shape, checkedSettings.Bins);
    }

    private Matrix Histograms(int rows, Action<int, double[]> read)
    {
        var histograms = new Matrix(rows, OutputColumns);
        WorkerPool.ForEachChunk(rows, (_, start, end) =>
        {
            var planes = new double[InputColumns];
            var sums = new double[OutputColumns];
            for (var i = start; i < end; i++)
            {
                read(i, planes);
                Count(planes, sums);
                var pixels = InputColumns / Shape.Channels;
                var histogram = histograms.MutableRow(i);
                for (var k = 0; k < sums.Length; k++)
                    histogram[k] = (float)Math.Sqrt(sums[k] / pixels);   // shares of a pixel add up to 1
            }
        });
        return histograms;
    }

    // sums ← for every bin, or bin of bins of bins, the shares of all pixels in it
    private void Count(ReadOnlySpan<double> planes, Span<double> sums)
    {
        sums.Clear();
        var pixels = planes.Length / Shape.Channels;
        for (var p = 0; p < pixels; p++)
        {
            var (first, next) = Place(planes[p]);
            if (Shape.Channels == 1)
                Share(sums[first..], next, 1);
            else
                AddColour(first, next, Place(planes[pixels + p]), Place(planes[(2 * pixels) + p]), sums);
        }
    }

    private void AddColour(int red, double nextRed, (int First, double Next) green, (int First, double Next) blue, Span<double> sums)
    {
        for (var r = 0; r < 2; r++)
        {
            for (var g = 0; g < 2; g++)
            {
                var share = (r == 0 ? 1 - nextRed : nextRed) * (g == 0 ? 1 - green.Next : green.Next);
                Share(sums[(((((red + r) * Bins) + green.First + g) * Bins) + blue.First)..], blue.Next, share);
            }
        }
    }

    private static void Share(Span<double> sums, double next, double share)
    {
        sums[0] += (1 - next) * share;
        sums[1] += next * share;
    }

    // the bin at or below the value, and the share of the bin after it
    private (int First, double Next) Place(double value)
    {
        var place = Math.Clamp(value, 0, 1) * (Bins - 1);
        var first = Math.Min((int)place, Bins - 2);
        return (first, place - first);
    }
}
