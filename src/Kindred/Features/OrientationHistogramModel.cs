using Kindred.Datasets;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Images;
using Kindred.Numerics.Kernels.Threads;
using Kindred.Preprocessing;
using Kindred.Storage;

namespace Kindred.Features;

/// <summary>Pictures of one shape → their histograms of oriented gradients, cell after cell, eight orientations a cell; as <see cref="OrientationHistograms"/> says.</summary>
public sealed class OrientationHistogramModel : ITransform
{
    private const int LongestSide = 56;
    private const int MostCells = 7;

    private readonly int _height, _width;  // after halving
    private readonly CellPooling _vertical, _horizontal;

    internal OrientationHistogramModel(ImageShape shape)
    {
        Shape = Pictures.Check(shape);
        for ((_height, _width) = (shape.Height, shape.Width); Math.Max(_height, _width) >= LongestSide; Halvings++)
            (_height, _width) = ((_height + 1) / 2, (_width + 1) / 2);
        (_vertical, _horizontal) = (Cells(_height), Cells(_width));
    }

    /// <summary>Of the pictures.</summary>
    public ImageShape Shape { get; }

    public int InputColumns => Shape.Size;

    /// <summary>Cells x 8.</summary>
    public int OutputColumns => _vertical.Cells * _horizontal.Cells * OrientedGradients.Orientations;

    /// <summary>How many times a picture is halved before anything is looked at.</summary>
    internal int Halvings { get; }

    internal int CellsDown => _vertical.Cells;

    internal int CellsAcross => _horizontal.Cells;

    internal static StoredKind StoredAs { get; } = new("orientation-histograms", file => new OrientationHistogramModel(StoredShape.Read(file)));

    StoredKind IStored.Kind => StoredAs;

    SafeTensors IStored.Store() => new([], null, [StoredShape.Write(Shape)]);

    /// <summary>rows x pixels → rows x (cells · 8), every row of length 1 or all zeros</summary>
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

    private static CellPooling Cells(int side) => new(side, Math.Clamp(side / 2, 1, MostCells));

    private Matrix Histograms(int rows, Action<int, double[]> read)
    {
        var histograms = new Matrix(rows, OutputColumns);
        WorkerPool.ForEachChunk(rows, (_, start, end) =>
        {
            var planes = new double[InputColumns];
            var line = new double[(_horizontal.Cells + 2) * OrientedGradients.Orientations];
            var sums = new double[(_vertical.Cells + 2) * line.Length];
            for (var i = start; i < end; i++)
            {
                read(i, planes);
                Halve(planes);
                OrientedGradients.Pool(planes, Shape.Channels, _height, _width, _vertical, _horizontal, line, sums);
                Normalize(sums, line.Length, histograms.MutableRow(i));
            }
        });
        return histograms;
    }

    private void Halve(Span<double> planes)
    {
        var (height, width) = (Shape.Height, Shape.Width);
        for (var step = 0; step < Halvings; step++)
        {
            var (lower, narrower) = ((height + 1) / 2, (width + 1) / 2);
            for (var c = 0; c < Shape.Channels; c++)
                OrientedGradients.Halve(planes[(c * height * width)..], height, width, planes[(c * lower * narrower)..]);
            (height, width) = (lower, narrower);
        }
    }

    // Square roots have the squares' sum as their length: √s / ‖√s‖ = √(s / Σ s). The outermost cells hold what fell outside.
    private void Normalize(ReadOnlySpan<double> sums, int line, Span<float> histogram)
    {
        var inner = histogram.Length / _vertical.Cells;
        var total = 0.0;
        for (var cell = 1; cell <= _vertical.Cells; cell++)
        {
            foreach (var sum in sums.Slice((cell * line) + OrientedGradients.Orientations, inner))
                total += sum;
        }

        var scale = total > 0 ? 1 / total : 0;
        for (var k = 0; k < histogram.Length; k++)
            histogram[k] = (float)Math.Sqrt(sums[(((k / inner) + 1) * line) + OrientedGradients.Orientations + (k % inner)] * scale);
    }
}
