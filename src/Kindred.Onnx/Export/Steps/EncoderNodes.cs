using Kindred.Clustering.Deep;
using Kindred.Encoding;

namespace Kindred.Onnx.Export.Steps;

/// <summary>Encoders: their networks, and what becomes of the codes.</summary>
internal static class EncoderNodes
{
    public static Value Autoencoder(GraphBuilder graph, AutoencoderModel model, Value rows) =>
        LayerNodes.Network(graph, model.Network.Encoder, [.. model.Network.InputShape], rows);

    /// <summary>Codes of rows that are brought to [0, 1] first.</summary>
    public static Value Codes(GraphBuilder graph, UnitRange range, AutoencoderModel model, Value rows) => Autoencoder(
        graph, model, range is { Low: 0, Scale: 1 } ? rows : graph.Multiply(graph.Subtract(rows, graph.Single(range.Low)), graph.Single(range.Scale)));

    /// <summary>Codes of length 1, and beside them the features of those that have any.</summary>
    public static Value Contrastive(GraphBuilder graph, ContrastiveModel model, Value rows)
    {
        var codes = Directions(graph, LayerNodes.Network(graph, model.Network.Encoder, [.. model.Network.InputShape], rows), model.Mean.ToArray());
        return model.Features is not { } features ? codes : graph.Concat([codes, Directions(graph, ExportCatalog.Add(graph, features.Transform, rows), features.Mean)], axis: 1);
    }

    /// <summary>(x − mean) / ‖x − mean‖; 0 where that is 0.</summary>
    private static Value Directions(GraphBuilder graph, Value rows, float[] mean)
    {
        var centred = graph.Subtract(rows, graph.Constant(mean, mean.Length));
        var square = graph.Sum(graph.Square(graph.ToDouble(centred)), axis: 1, keep: true);
        var isLong = graph.Less(graph.Number(0), square);
        var scale = graph.Where(isLong, graph.Divide(graph.Number(1), graph.SquareRoot(graph.Where(isLong, square, graph.Number(1)))), graph.Number(0));
        return graph.Multiply(centred, graph.ToFloat(scale));
    }
}
