using Kindred.Numerics;
using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Neighbours;

namespace Kindred.Neighbours;

/// <summary>Rows laid out for exact searches: what <see cref="NearestNeighbours.Query"/> gives, without laying them out again. Safe to share between threads.</summary>
#pragma warning disable CA1001 // models hold it as long as they live; the memory goes with it
public sealed unsafe class ExactIndex
#pragma warning restore CA1001
{
    private readonly Matrix _rows;
    private readonly int _columns;
    private readonly Metric _metric;
    private readonly double[] _origin;
    private readonly FloatBlocks _blocks;

    internal ExactIndex(Matrix rows, int count, Metric metric)
    {
        (_columns, _metric, Count) = (rows.Columns, metric, count);
        _rows = metric == Metric.Cosine ? UnitRows.Of(rows) : rows;
        _origin = Statistics.ColumnMeans(_rows);
        fixed (float* values = _rows.Values)
            _blocks = new FloatBlocks(values, _rows.Rows, _rows.Columns, _origin, GemmKernels.Float);
    }

    /// <summary>Neighbours that are found.</summary>
    public int Count { get; }

    /// <summary>Rows that are searched.</summary>
    public int Rows => _rows.Rows;

    /// <summary>The kept rows nearest to each row of <paramref name="x"/>; of identical rows, too.</summary>
    /// <exception cref="ArgumentException">The columns differ, or values are not finite.</exception>
    public NeighbourTable Query(Matrix x, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, _columns);
        if (_metric == Metric.Cosine)
            x = UnitRows.Of(x);
        var found = ExactSearch.Run(_rows, _blocks, _origin, x, Count, progress: null, cancellation);
        return _metric == Metric.Cosine ? UnitRows.Cosine(found) : found;
    }
}
