using Kindred.Numerics;

namespace Kindred.Onnx.Export.Clusterers;

/// <summary>Rows that a graph holds and compares others with: products find the nearest, differences measure them.</summary>
internal sealed class KeptRows
{
    private readonly GraphBuilder _graph;
    private readonly Value _rows, _x;
    private readonly int _columns;

    /// <param name="graph">What they are put into; it counts them.</param>
    /// <param name="rows">The kept rows.</param>
    /// <param name="x">Those that come in, in the same measure.</param>
    public KeptRows(GraphBuilder graph, Matrix rows, Value x)
    {
        (_graph, _columns) = (graph, rows.Columns);
        var mean = new double[rows.Columns];
        for (var i = 0; i < rows.Rows; i++)
        {
            for (var j = 0; j < mean.Length; j++)
                mean[j] += (double)rows.Row(i)[j] / rows.Rows;
        }

        _rows = graph.ToDouble(graph.Constant(rows.Values.ToArray(), rows.Rows, rows.Columns));  // floats in the file, half as many bytes
        _x = graph.ToDouble(x);
        var origin = graph.Constant(mean, rows.Columns);
        var (centredRows, centred) = (graph.Subtract(_rows, origin), graph.Subtract(_x, origin));
        var products = graph.MatMul(centred, graph.Transpose(graph.Multiply(centredRows, graph.Number(-2)), 1, 0));
        var norms = graph.Sum(graph.Square(centredRows), axis: 1);
        Squares = graph.Max(graph.Number(0), graph.Add(graph.Add(products, norms), graph.Sum(graph.Square(centred), axis: 1, keep: true)));
        graph.KeptRows = rows.Rows;
    }

    /// <summary>‖x − y‖² of every kept row y, in double, with the rounding of products. // batch x kept rows</summary>
    public Value Squares { get; }

    /// <summary>‖x − y‖ of so many nearest rows y, measured by differences, as a float, and their places. // batch x count</summary>
    public (Value Distances, Value Places) Nearest(int count)
    {
        var (_, places) = _graph.LeastOf(Squares, count);
        var differences = _graph.Subtract(_graph.Reshape(_x, 0, 1, _columns), _graph.Gather(_rows, places));
        return (_graph.ToFloat(_graph.SquareRoot(_graph.Sum(_graph.Square(differences), axis: 2))), places);
    }
}
