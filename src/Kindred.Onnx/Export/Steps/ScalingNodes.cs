using Kindred.Preprocessing;

namespace Kindred.Onnx.Export.Steps;

/// <summary>What brings rows to other units.</summary>
internal static class ScalingNodes
{
    /// <summary>(x − offset) / unit, column by column, in double; 0 where the unit is 0.</summary>
    public static Value Columns(GraphBuilder graph, ColumnScaling scaling, Value rows)
    {
        var offsets = graph.Constant([.. scaling.Offsets], scaling.InputColumns);
        var units = graph.Constant([.. scaling.Units.Select(unit => unit > 0 ? unit : double.PositiveInfinity)], scaling.InputColumns);  // x / ∞ = 0
        return graph.ToFloat(graph.Divide(graph.Subtract(graph.ToDouble(rows), offsets), units));
    }

    /// <summary>x / ‖x‖, or √x / ‖√x‖, where √−a = −√a, in double; rows of zeros stay.</summary>
    public static Value UnitLength(GraphBuilder graph, UnitLengthModel unit, Value rows)
    {
        var x = graph.ToDouble(rows);
        if (unit.SquareRoots)
            x = graph.Multiply(graph.Sign(x), graph.SquareRoot(graph.Abs(x)));
        var square = graph.Sum(graph.Square(x), axis: 1, keep: true);
        var length = graph.SquareRoot(graph.Where(graph.Less(graph.Number(0), square), square, graph.Number(1)));
        return graph.ToFloat(graph.Divide(x, length));
    }

    /// <summary>(x − mean) · directions / scales, in double.</summary>
    public static Value Components(GraphBuilder graph, PcaModel components, Value rows)
    {
        var (columns, count) = (components.InputColumns, components.OutputColumns);
        var directions = new double[columns * count];
        for (var c = 0; c < count; c++)
        {
            for (var j = 0; j < columns; j++)
                directions[(j * count) + c] = components.Direction(c)[j];
        }

        var codes = graph.MatMul(graph.Subtract(graph.ToDouble(rows), graph.Constant([.. components.Mean], columns)), graph.Constant(directions, columns, count));
        return graph.ToFloat(components.IsWhitened ? graph.Divide(codes, graph.Constant([.. components.ExplainedVariance.Select(Math.Sqrt)], count)) : codes);
    }
}
