using Kindred.Clustering;
using Kindred.Onnx.Export.Steps;

namespace Kindred.Onnx.Export.Clusterers;

/// <summary>Clusters that a small network tells.</summary>
internal static class ClassifierNodes
{
    public static ClusterValues Add(GraphBuilder graph, ClassifierModel model, Value rows)
    {
        var (columns, count) = (model.Columns, model.ClusterCount);
        var x = graph.Multiply(graph.Subtract(rows, graph.Constant(model.Input.Mean.ToArray(), columns)), graph.Single(model.Input.Scale));
        var shares = LayerNodes.Network(graph, model.Network, [columns], x);
        var clusters = graph.ArgMax(shares, axis: 1);
        var differences = graph.Subtract(graph.ToDouble(x), graph.ToDouble(graph.Gather(graph.Constant(model.Centres.Values.ToArray(), count, columns), clusters)));
        return new ClusterValues(clusters, graph.ToFloat(graph.SquareRoot(graph.Sum(graph.Square(differences), axis: 1))), graph.Largest(shares, axis: 1), shares);
    }
}
