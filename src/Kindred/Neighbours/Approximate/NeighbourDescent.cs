using Kindred.Numerics;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Neighbours.Approximate;

/// <summary>Lists of neighbours that get better round by round: whoever is near a neighbour may be near.</summary>
internal sealed unsafe class NeighbourDescent
{
    private const int MaxRounds = 12;
    private const double LeastChange = 0.01;       // of all places: fewer new neighbours in a round are not worth another
    private const int LeastListed = 24;
    private const int ReverseShare = 4;             // rows that have a row in their lists: a quarter as many as it lists are visited

    private readonly Matrix _x;
    private readonly int[] _order;
    private NeighbourLists _lists, _next;
    private ReverseLists _reverse = null!;

    private NeighbourDescent(Matrix x, int listed, int[] order)
    {
        (_x, _order) = (x, order);
        (_lists, _next) = (new NeighbourLists(x.Rows, listed), new NeighbourLists(x.Rows, listed));
    }

    public static NeighbourLists Run(Matrix x, int count, ProjectionTree[] trees, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var listed = Math.Min(x.Rows - 1, Math.Max(LeastListed, count + (count / 8)));
        var descent = new NeighbourDescent(x, listed, trees[0].Order.ToArray());
        foreach (var tree in trees)
        {
            cancellation.ThrowIfCancellationRequested();
            WorkerPool.Run(tree.Leaves.Count, (leaf, _) => descent.JoinLeaf(tree.Order[tree.Leaves[leaf].Start..tree.Leaves[leaf].End]));
        }

        for (var round = 0; round < MaxRounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(new FitProgress("neighbours", round, MaxRounds, 0));
            if (descent.Round() < LeastChange * x.Rows * listed)
                break;
        }

        return descent._lists;
    }

    /// <summary>Every two rows of a leaf; the leaves of one tree share no row.</summary>
    private void JoinLeaf(ReadOnlySpan<int> rows)
    {
        for (var a = 1; a < rows.Length; a++)
        {
            for (var b = 0; b < a; b++)
            {
                var square = RowDistances.SquaredEuclidean(_x.Row(rows[a]), _x.Row(rows[b]));
                _lists.Offer(rows[a], square, rows[b]);
                _lists.Offer(rows[b], square, rows[a]);
            }
        }
    }

    /// <summary>New lists from those of all rows; how many places changed.</summary>
    private long Round()
    {
        _reverse = ReverseLists.Of(_lists);
        var changes = new long[WorkerPool.ChunkCount(_x.Rows)];
        WorkerPool.ForEachChunk(_x.Rows, (chunk, start, end) =>
        {
            var met = new MetRows();
            for (var place = start; place < end; place++)
                changes[chunk] += Improve(_order[place], met);
        });
        (_lists, _next) = (_next, _lists);
        return changes.Sum();
    }

    private int Improve(int row, MetRows met)
    {
        _next.CopyRow(_lists, row);
        met.Clear();
        met.Add(row);
        foreach (var known in _lists.Indices(row))
            met.Add(known);
        var (changed, reverse) = (0, _reverse.Sample(row, _lists.Count / ReverseShare));
        for (var k = 0; k < _lists.Count + reverse.Count; k++)
        {
            var (middle, isNew) = Neighbour(row, k, reverse);
            if (middle >= 0)
                changed += OfferNeighbours(row, middle, isNew, met);
        }

        return changed;
    }

    /// <summary>The neighbours of a neighbour, where one of the two steps is new: the others were met in an earlier round.</summary>
    private int OfferNeighbours(int row, int middle, bool isNew, MetRows met)
    {
        var (changed, reverse) = (isNew ? Offer(row, middle, met) : 0, _reverse.Sample(middle, _lists.Count / ReverseShare));
        for (var k = 0; k < _lists.Count + reverse.Count; k++)
        {
            var (other, isOtherNew) = Neighbour(middle, k, reverse);
            if (other >= 0 && (isNew || isOtherNew))
                changed += Offer(row, other, met);
        }

        return changed;
    }

    private int Offer(int row, int other, MetRows met) =>
        met.Add(other) && _next.Offer(row, RowDistances.SquaredEuclidean(_x.Row(row), _x.Row(other)), other) ? 1 : 0;

    /// <summary>The k-th of a row's neighbours and of those it is a neighbour of.</summary>
    private (int Row, bool IsNew) Neighbour(int row, int k, (int Count, int Start, int All) reverse)
    {
        if (k < _lists.Count)
            return (_lists.Indices(row)[k], _lists.AreNew(row)[k]);
        var place = reverse.Start + (int)((long)(k - _lists.Count) * reverse.All / reverse.Count);
        return (_reverse.Rows[place], _reverse.AreNew[place]);
    }
}
