using Kindred.Numerics;
using Kindred.Numerics.Kernels.Distances;

namespace Kindred.Neighbours.Approximate;

/// <summary>From the leaves a new row falls into along the graph of neighbours, the nearest not yet left first, until none is left among the best.</summary>
internal sealed class GraphSearch(Matrix rows, ProjectionTree[] trees, NeighbourLists lists, ReverseLists reverse, int count)
{
    private const int LeastPool = 48;

    private readonly NeighbourLists _pool = new(1, Math.Min(rows.Rows, Math.Max(LeastPool, 2 * count)));
    private readonly MetRows _met = new();

    public void Nearest(ReadOnlySpan<float> row, Span<int> indices, Span<float> squares)
    {
        _met.Clear();
        _pool.Empty();
        foreach (var tree in trees)
        {
            foreach (var other in tree.LeafOf(rows, row))
                Offer(row, other);
        }

        while (_pool.TakeNew(out var best))
        {
            foreach (var other in lists.Indices(best))
                Offer(row, other);
            var sample = reverse.Sample(best, lists.Count);
            for (var k = 0; k < sample.Count; k++)
                Offer(row, reverse.Rows[sample.Start + (int)((long)k * sample.All / sample.Count)]);
        }

        _pool.Read(indices, squares);
    }

    private void Offer(ReadOnlySpan<float> row, int other)
    {
        if (other >= 0 && _met.Add(other))
            _pool.Offer(0, RowDistances.SquaredEuclidean(row, rows.Row(other)), other);
    }
}
