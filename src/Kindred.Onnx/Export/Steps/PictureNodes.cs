using Kindred.Datasets;
using Kindred.Features;
using Kindred.Preprocessing;

namespace Kindred.Onnx.Export.Steps;

/// <summary>Rows seen as pictures.</summary>
internal static class PictureNodes
{
    /// <summary>batch x (height · width · channels) → batch x channels x height x width</summary>
    public static Value Planes(GraphBuilder graph, ImageShape shape, Value rows) =>
        graph.Transpose(graph.Reshape(rows, 0, shape.Height, shape.Width, shape.Channels), 0, 3, 1, 2);

    /// <summary>batch x channels x height x width → batch x (height · width · channels)</summary>
    public static Value Rows(GraphBuilder graph, ImageShape shape, Value planes) => graph.Reshape(graph.Transpose(planes, 0, 2, 3, 1), 0, shape.Size);

    /// <summary>√(share of all pixels in each bin, or bin of bins of bins): a pixel is shared by the bins to either side of each of its channels.</summary>
    public static Value ColourHistograms(GraphBuilder graph, ColourHistogramModel histograms, Value rows)
    {
        var (pixels, bins) = (histograms.Shape.Height * histograms.Shape.Width, histograms.Bins);
        var places = graph.Multiply(graph.Max(graph.Number(0), graph.Min(graph.Number(1), graph.ToDouble(rows))), graph.Number(bins - 1));
        var numbers = graph.Constant([.. Enumerable.Range(0, bins).Select(bin => (double)bin)], bins);
        var channels = Enumerable.Range(0, histograms.Shape.Channels).Select(c => graph.Slice(graph.Reshape(places, 0, pixels, histograms.Shape.Channels, 1), 2, c, c + 1))
            .Select(place => graph.Max(graph.Number(0), graph.Subtract(graph.Number(1), graph.Abs(graph.Subtract(place, numbers))))).ToArray();  // each batch x pixels x 1 x bins
        var sums = channels is [var red, var green, var blue]
            ? graph.MatMul(graph.Transpose(graph.Reshape(graph.Multiply(graph.Reshape(red, 0, pixels, bins, 1), green), 0, pixels, bins * bins), 0, 2, 1), graph.Reshape(blue, 0, pixels, bins))
            : graph.Sum(channels[0], axis: 1);
        return graph.ToFloat(graph.SquareRoot(graph.Divide(graph.Reshape(sums, 0, histograms.OutputColumns), graph.Number(pixels))));
    }

    /// <summary>What several parts make of the rows, side by side, each with its weight.</summary>
    public static Value SideBySide(GraphBuilder graph, ConcatenationModel parts, Value rows) =>
        graph.Concat([.. parts.Parts.Select(part => Weighted(graph, part.Transform, part.Weight, rows))], axis: 1);

    private static Value Weighted(GraphBuilder graph, ITransform part, double weight, Value rows) =>
        graph.ToFloat(graph.Multiply(graph.ToDouble(ExportCatalog.Add(graph, part, rows)), graph.Number(weight)));
}
