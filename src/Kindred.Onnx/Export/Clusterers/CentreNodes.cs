using Kindred.Clustering;
using Kindred.Networks.Storage;
using Kindred.Onnx.Export.Steps;

namespace Kindred.Onnx.Export.Clusterers;

/// <summary>Clusters that are their centres.</summary>
internal static class CentreNodes
{
    /// <summary>The nearest centre, of equals the first, and the distance to it.</summary>
    public static ClusterValues Nearest(GraphBuilder graph, SafeTensors numbers, Value rows)
    {
        var squares = Squares(graph, numbers.Tensors.First(tensor => tensor.Name == "centres"), rows);
        return new ClusterValues(graph.ArgMin(squares, axis: 1), graph.ToFloat(graph.SquareRoot(graph.Smallest(squares, axis: 1))));
    }

    /// <summary>The nearest centre to a code, and its share of qⱼ ∝ 1 / (1 + ‖z − cⱼ‖²).</summary>
    public static ClusterValues OfCodes(GraphBuilder graph, DeepClusterModel model, Value rows)
    {
        var codes = EncoderNodes.Codes(graph, model.Range, model.Encoder, rows);
        var squares = Squares(graph, new StoredTensor("centres", [model.Centres.Rows, model.Centres.Columns], model.Centres.Values.ToArray()), codes);
        var clusters = graph.ArgMin(squares, axis: 1, keep: true);
        var near = graph.Divide(graph.Number(1), graph.Add(graph.Number(1), squares));
        var shares = graph.Divide(near, graph.Sum(near, axis: 1, keep: true));
        return new ClusterValues(
            graph.Reshape(clusters, 0), graph.ToFloat(graph.SquareRoot(graph.Smallest(squares, axis: 1))),
            graph.ToFloat(graph.Reshape(graph.Pick(shares, clusters, axis: 1), 0)), graph.ToFloat(shares));
    }

    /// <summary>‖x − c‖² of every centre c, in double, as ‖x‖² − 2 x·c + ‖c‖² counted from the centres' mean. // batch x centres</summary>
    private static Value Squares(GraphBuilder graph, StoredTensor centres, Value rows)
    {
        var (count, columns) = (centres.Shape[0], centres.Shape[1]);
        var values = Array.ConvertAll(centres.Values.ToArray(), value => (double)value);
        var mean = new double[columns];
        for (var i = 0; i < values.Length; i++)
            mean[i % columns] += values[i] / count;
        var x = graph.Subtract(graph.ToDouble(rows), graph.Constant(mean, columns));
        return DistanceNodes.Squares(graph, x, [.. values.Select((value, i) => value - mean[i % columns])], count, columns);
    }
}
