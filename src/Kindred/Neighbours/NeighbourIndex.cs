using Kindred.Neighbours.Approximate;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Neighbours;

/// <summary>Rows with the graph of their neighbours, along which new rows find theirs.</summary>
public sealed class NeighbourIndex
{
    private const int Trees = 8;

    private readonly Matrix _rows;
    private readonly ApproximateNeighbours _settings;
    private readonly ProjectionTree[] _trees;
    private readonly NeighbourLists _lists;
    private readonly ReverseLists _reverse;

    private NeighbourIndex(Matrix rows, ApproximateNeighbours settings, ProjectionTree[] trees, NeighbourLists lists)
    {
        (_rows, _settings, _trees, _lists, _reverse) = (rows, settings, trees, lists, ReverseLists.Of(lists));
        Neighbours = Distances(lists.Table(settings.Count));
    }

    /// <summary>Of the rows themselves.</summary>
    public NeighbourTable Neighbours { get; }

    internal static NeighbourIndex Over(Matrix rows, ApproximateNeighbours settings, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var (trees, rng) = (new ProjectionTree[Trees], new Rng(settings.Seed));
        WorkerPool.Run(Trees, (tree, _) => trees[tree] = ProjectionTree.Grow(rows, settings.Count + 1, rng.Split(tree)));
        return new NeighbourIndex(rows, settings, trees, NeighbourDescent.Run(rows, settings.Count, trees, progress, cancellation));
    }

    /// <summary>The kept rows nearest to each row of <paramref name="x"/>; of identical rows, too.</summary>
    /// <exception cref="ArgumentException">Other columns than the kept rows', or values that are not finite.</exception>
    public NeighbourTable Query(Matrix x, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: 0);
        if (_settings.Metric == Metric.Cosine)
            x = UnitRows.Of(x);
        Guard.Columns(x.Columns, _rows.Columns);
        var (indices, squares) = (new int[checked(x.Rows * _settings.Count)], new float[checked(x.Rows * _settings.Count)]);
        WorkerPool.ForEachChunk(x.Rows, (_, start, end) =>
        {
            var search = new GraphSearch(_rows, _trees, _lists, _reverse, _settings.Count);
            for (var row = start; row < end && !cancellation.IsCancellationRequested; row++)
                search.Nearest(x.Row(row), indices.AsSpan(row * _settings.Count, _settings.Count), squares.AsSpan(row * _settings.Count, _settings.Count));
        });
        cancellation.ThrowIfCancellationRequested();
        return Distances(new NeighbourTable(_settings.Count, indices, Array.ConvertAll(squares, MathF.Sqrt)));
    }

    private NeighbourTable Distances(NeighbourTable euclidean) => _settings.Metric == Metric.Cosine ? UnitRows.Cosine(euclidean) : euclidean;
}
