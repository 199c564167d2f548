using Kindred.Numerics;

namespace Kindred.Networks.Training;

/// <summary>Fills <paramref name="values"/>, rows x columns, with what belongs to <paramref name="rows"/> of the samples.</summary>
public delegate void RowFiller(ReadOnlySpan<int> rows, Span<float> values);

/// <summary>Some rows of the samples, as a graph that is recorded once and refilled for every step.</summary>
public sealed class Batch : IDisposable
{
    private readonly int[] _rows;
    private Samples? _samples;

    /// <param name="graph">Where operations on this batch are recorded.</param>
    /// <param name="rows">Rows of every batch.</param>
    /// <param name="columns">Values per row.</param>
    internal Batch(Graph graph, int rows, int columns)
    {
        (Graph, _rows) = (graph, new int[Guard.Positive(rows, nameof(rows))]);
        X = graph.Input(rows, columns);
        X.Compute = Graph.Blocks(rows, 16, (start, end) =>
        {
            for (var i = start; i < end; i++)
                _samples!.CopyRow(_rows[i], X.Values.Slice(i * columns, columns));
        });
    }

    public Graph Graph { get; }

    /// <summary>rows x columns</summary>
    public Tensor X { get; }

    /// <summary>Which rows of the samples <see cref="X"/> holds.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>More data of the same rows, such as targets: rows x <paramref name="columns"/>, filled anew for every step.</summary>
    public Tensor Input(int columns, RowFiller fill)
    {
        var input = Graph.Input(_rows.Length, columns);
        input.Compute = () => fill(_rows, input.Values);
        return input;
    }

    public void Dispose() => Graph.Dispose();

    /// <summary>Which rows of <paramref name="samples"/> the next replay sees.</summary>
    internal void Choose(Samples samples, ReadOnlySpan<int> rows)
    {
        _samples = samples;
        rows.CopyTo(_rows);
    }
}
