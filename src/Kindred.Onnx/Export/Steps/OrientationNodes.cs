using Kindred.Features;
using Kindred.Numerics.Kernels.Images;

namespace Kindred.Onnx.Export.Steps;

/// <summary>Histograms of oriented gradients: differences of neighbouring pixels, shares of orientations, and pooling by two products.</summary>
internal static class OrientationNodes
{
    private const int Orientations = OrientedGradients.Orientations;

    // of arctan(t) / t in t², from the highest power down: those of OrientedGradients
    private static readonly double[] Coefficients = [0.0028662257, -0.0161657367, 0.0429096138, -0.0752896400, 0.1065626393, -0.1420889944, 0.1999355085, -0.3333314528, 1];

    public static Value Histograms(GraphBuilder graph, OrientationHistogramModel histograms, Value rows)
    {
        var (height, width) = (histograms.Shape.Height, histograms.Shape.Width);
        var planes = PictureNodes.Planes(graph, histograms.Shape, graph.ToDouble(rows));
        for (var step = 0; step < histograms.Halvings; step++)
        {
            planes = Halve(graph, planes, height, width);
            (height, width) = ((height + 1) / 2, (width + 1) / 2);
        }

        var (x, y) = Gradients(graph, planes, height, width, histograms.Shape.Channels);
        var pooled = Pool(graph, Shared(graph, x, y), height, width, histograms.CellsDown, histograms.CellsAcross);
        var sums = graph.Reshape(graph.Transpose(pooled, 0, 2, 3, 1), 0, histograms.OutputColumns);
        var total = graph.Sum(sums, axis: 1, keep: true);
        return graph.ToFloat(graph.SquareRoot(graph.Divide(sums, graph.Where(graph.Less(graph.Number(0), total), total, graph.Number(1)))));
    }

    /// <summary>The mean of every 2 x 2 pixels; a last odd line counts twice.</summary>
    private static Value Halve(GraphBuilder graph, Value planes, int height, int width)
    {
        var (lower, narrower) = ((height + 1) / 2, (width + 1) / 2);
        var even = graph.PadEdges(planes, 0, 0, height % 2, width % 2);
        return graph.Mean(graph.Mean(graph.Reshape(even, 0, -1, lower, 2, narrower, 2), axis: 5), axis: 3);
    }

    /// <summary>Differences across and down, each batch x 1 x height x width, of the channel in which they are largest, of equals the first.</summary>
    private static (Value X, Value Y) Gradients(GraphBuilder graph, Value planes, int height, int width, int channels)
    {
        var wide = graph.PadEdges(planes, 1, 1, 1, 1);
        var (middle, upright) = (graph.Slice(wide, 2, 1, height + 1), graph.Slice(wide, 3, 1, width + 1));
        var x = graph.Subtract(graph.Slice(middle, 3, 2, width + 2), graph.Slice(middle, 3, 0, width));
        var y = graph.Subtract(graph.Slice(upright, 2, 2, height + 2), graph.Slice(upright, 2, 0, height));
        if (channels == 1)
            return (x, y);
        var largest = graph.ArgMax(graph.Add(graph.Square(x), graph.Square(y)), axis: 1, keep: true);
        return (graph.Pick(x, largest, axis: 1), graph.Pick(y, largest, axis: 1));
    }

    /// <summary>The magnitude of every gradient, shared between the two orientations beside it. // batch x 8 x height x width</summary>
    private static Value Shared(GraphBuilder graph, Value x, Value y)
    {
        var (zero, across, down) = (graph.Number(0), graph.Abs(x), graph.Abs(y));
        var longer = graph.Max(across, down);
        var ratio = graph.Divide(graph.Min(across, down), graph.Where(graph.Less(zero, longer), longer, graph.Number(1)));
        var magnitude = graph.SquareRoot(graph.Add(graph.Square(x), graph.Square(y)));
        var onDiagonal = graph.Multiply(magnitude, Eighths(graph, ratio));
        var (isRight, isDown) = (graph.Less(zero, x), graph.Less(zero, y));
        var axis = graph.Where(graph.LessOrEqual(down, across), Either(graph, isRight, 0, 4), Either(graph, isDown, 2, 6));
        var diagonal = graph.Where(isDown, Either(graph, isRight, 1, 3), Either(graph, isRight, 7, 5));
        var orientations = graph.Constant([.. Enumerable.Range(0, Orientations).Select(number => (long)number)], 1, Orientations, 1, 1);
        return graph.Add(
            graph.Where(graph.Equal(axis, orientations), graph.Subtract(magnitude, onDiagonal), zero),
            graph.Where(graph.Equal(diagonal, orientations), onDiagonal, zero));
    }

    private static Value Either(GraphBuilder graph, Value condition, long yes, long no) => graph.Where(condition, graph.Whole(yes), graph.Whole(no));

    /// <summary>arctan(t) / 45° for t in [0, 1].</summary>
    private static Value Eighths(GraphBuilder graph, Value t)
    {
        var square = graph.Square(t);
        var sum = Coefficients.Skip(1).Aggregate(graph.Number(Coefficients[0]), (before, next) => graph.Add(graph.Multiply(before, square), graph.Number(next)));
        return graph.Min(graph.Number(1), graph.Multiply(graph.Multiply(t, sum), graph.Number(4 / Math.PI)));
    }

    /// <summary>Down · x · Across, each a pixel's shares of the cells along one side.</summary>
    private static Value Pool(GraphBuilder graph, Value x, int height, int width, int down, int across) =>
        graph.MatMul(graph.Constant(Shares(height, down, isTransposed: false), down, height), graph.MatMul(x, graph.Constant(Shares(width, across, isTransposed: true), width, across)));

    /// <summary>cells x pixels, or the other way round; what falls outside all cells is left out.</summary>
    private static double[] Shares(int pixels, int cells, bool isTransposed)
    {
        var (pooling, shares) = (new CellPooling(pixels, cells), new double[pixels * cells]);
        for (var p = 0; p < pixels; p++)
        {
            Put(pooling.First(p), p, 1 - pooling.ShareOfNext(p));
            Put(pooling.First(p) + 1, p, pooling.ShareOfNext(p));
        }

        return shares;

        void Put(int cell, int pixel, double share)
        {
            if (cell >= 1 && cell <= cells)
                shares[isTransposed ? (pixel * cells) + cell - 1 : ((cell - 1) * pixels) + pixel] += share;
        }
    }
}
