namespace Kindred.Onnx.Export.Clusterers;

/// <summary>Distances of rows from many others.</summary>
internal static class DistanceNodes
{
    /// <summary>max(0, ‖x‖² − 2 x·y + ‖y‖²) of every y, in double. // batch x others</summary>
    public static Value Squares(GraphBuilder graph, Value x, double[] others, int count, int columns)
    {
        var (transposed, norms) = (new double[others.Length], new double[count]);
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var value = others[(i * columns) + j];
                transposed[(j * count) + i] = -2 * value;
                norms[i] += value * value;
            }
        }

        var products = graph.MatMul(x, graph.Constant(transposed, columns, count));
        var squares = graph.Add(graph.Add(products, graph.Constant(norms, count)), graph.Sum(graph.Square(x), axis: 1, keep: true));
        return graph.Max(graph.Number(0), squares);
    }
}
