using Kindred.Numerics;

namespace Kindred.Networks.Training;

/// <summary>Fills <paramref name="values"/>, rows x columns, with what belongs to <paramref name="rows"/> of the samples.</summary>
public delegate void RowFiller(ReadOnlySpan<int> rows, Span<float> values);

/// <summary>Fills <paramref name="values"/> with a version of one row, such as a view of an image, drawn from nothing but the numbers that tell it from others.</summary>
/// <param name="values">Of the row as it is.</param>
/// <param name="row">Which row of the samples it is.</param>
/// <param name="visit">How often the row was seen before: the number of epochs behind.</param>
/// <param name="version">Which of the versions of this visit, from 0.</param>
/// <param name="result">As many values; several threads fill those of different rows at a time.</param>
public delegate void RowVersion(ReadOnlySpan<float> values, int row, int visit, int version, Span<float> result);

/// <summary>Some rows of the samples, as a graph that is recorded once and refilled for every step.</summary>
public sealed class Batch : IDisposable
{
    private readonly int[] _rows;
    private Samples? _samples;
    private int _visit;

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

    /// <summary>Several versions of every row, made anew on all threads for every step. // (count · rows) x columns: all first versions, then all second ones</summary>
    public Tensor Versions(int count, RowVersion make)
    {
        ArgumentNullException.ThrowIfNull(make);
        var (rows, columns) = (X.Rows, X.Columns);
        var versions = Graph.Input(Guard.Positive(count, nameof(count)) * rows, columns);
        versions.Compute = Graph.Blocks(versions.Rows, 4, (start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                var row = i % rows;
                make(X.Values.Slice(row * columns, columns), _rows[row], _visit, i / rows, versions.Values.Slice(i * columns, columns));
            }
        });
        return versions;
    }

    public void Dispose() => Graph.Dispose();

    /// <summary>Which rows of <paramref name="samples"/> the next replay sees, and how often they were seen before.</summary>
    internal void Choose(Samples samples, ReadOnlySpan<int> rows, int visit = 0)
    {
        (_samples, _visit) = (samples, visit);
        rows.CopyTo(_rows);
    }
}
