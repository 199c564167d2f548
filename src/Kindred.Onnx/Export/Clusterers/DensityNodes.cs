using Kindred.Clustering;
using Kindred.Storage;
using DataType = Onnx.TensorProto.Types.DataType;

namespace Kindred.Onnx.Export.Clusterers;

/// <summary>Clusters of what is dense: a row joins the kept row that it reaches at the least distance, and with it stays in a cluster of the tree or falls out of all.</summary>
internal static class DensityNodes
{
    public static ClusterValues Add(GraphBuilder graph, HdbscanModel model, Value rows)
    {
        var numbers = ((IStored)model).Store();
        var kept = model.Rows;
        var squares = new KeptRows(graph, kept, rows).Squares;
        var own = graph.Slice(graph.LeastOf(squares, (int)numbers.Finite("min_samples")[0]).Values, 1, -1, long.MaxValue);  // to the last of so many nearest rows
        var cores = graph.Constant(Cores(model), kept.Rows);
        var reaches = graph.Max(graph.Max(squares, own), cores);
        var least = graph.Smallest(reaches, axis: 1, keep: true);
        var joined = graph.ArgMin(graph.Where(graph.Equal(reaches, least), squares, graph.Number(double.PositiveInfinity)), axis: 1, keep: true);  // of equals the nearest
        var distance = graph.Max(graph.SquareRoot(least), graph.Gather(graph.Constant(numbers.Finite("row_distances").ToArray(), kept.Rows), joined));

        int[] parents = [0, .. numbers.Finite("parents").ToArray().Select(parent => (int)parent)];
        var labels = graph.Constant([.. numbers.Finite("labels").ToArray().Select(label => (long)label)], parents.Length);
        var places = graph.Gather(graph.Constant([.. numbers.Finite("row_clusters").ToArray().Select(cluster => (long)cluster)], kept.Rows), joined);
        var label = graph.Gather(labels, Climb(graph, parents, [.. numbers.Finite("births")], places, distance));
        var isNone = graph.Less(label, graph.Whole(0));
        double[] ends = [.. numbers.Finite("ends")];
        var end = ends.Length == 0 ? graph.Number(0) : graph.Gather(graph.Constant(ends, ends.Length), graph.Max(label, graph.Whole(0)));
        var isWithin = graph.LessOrEqual(distance, end);
        var share = graph.Where(isWithin, graph.Number(1), graph.Divide(end, graph.Where(isWithin, graph.Number(1), distance)));
        return new ClusterValues(
            graph.Reshape(label, 0), graph.ToFloat(graph.Reshape(graph.Min(distance, graph.Number(float.MaxValue)), 0)),
            graph.ToFloat(graph.Reshape(graph.Where(isNone, graph.Number(0), share), 0)));
    }

    /// <summary>From its place up the tree, as long as the cluster there is born no farther out than the row.</summary>
    private static Value Climb(GraphBuilder graph, int[] parents, double[] births, Value places, Value distance)
    {
        var up = graph.Constant([.. parents.Select(parent => (long)parent)], parents.Length);
        var born = graph.Constant([double.PositiveInfinity, .. births], parents.Length);
        return graph.Loop(Depth(parents), [(places, DataType.Int64)], (body, before) =>
            [body.Where(body.LessOrEqual(body.Gather(born, before[0]), distance), body.Gather(up, before[0]), before[0])])[0];
    }

    private static int Depth(int[] parents)
    {
        var depths = new int[parents.Length];
        for (var place = 1; place < parents.Length; place++)
            depths[place] = depths[parents[place]] + 1;
        return depths.Max();
    }

    /// <summary>Squared core distances by row, in the rows' own measure.</summary>
    private static double[] Cores(HdbscanModel model)
    {
        var cores = new double[model.Rows.Rows];
        for (var place = 0; place < cores.Length; place++)
            cores[model.Tree.Rows[place]] = model.Cores[place] * model.Tree.Unit * model.Tree.Unit;
        return cores;
    }
}
