using Kindred.Numerics;
using Kindred.Numerics.Kernels.Distances;

namespace Kindred.Neighbours.Approximate;

/// <summary>Rows parted again and again by the bisector of two of them drawn at random, until few are left together.</summary>
/// <remarks>Dasgupta and Freund 2008, doi:10.1145/1374376.1374452, with the splits of Annoy: a split is two row numbers.</remarks>
internal sealed class ProjectionTree
{
    private const int LeafRows = 48;
    private const int Draws = 3;                // of two rows, until neither side is tiny
    private const double LeastShare = 0.05;

    private readonly int[] _order;
    private readonly int _least, _most;
    private readonly List<Node> _nodes = [];

    private ProjectionTree(int rows, int least)
    {
        (_order, _least, _most) = (new int[rows], least, Math.Max(LeafRows, 2 * least));
        for (var i = 0; i < rows; i++)
            _order[i] = i;
    }

    /// <summary>All rows, those of a leaf side by side.</summary>
    public ReadOnlySpan<int> Order => _order;

    /// <summary>Where in <see cref="Order"/> every leaf lies.</summary>
    public IReadOnlyList<(int Start, int End)> Leaves { get; private set; } = [];

    /// <summary>A tree whose leaves hold at least <paramref name="least"/> rows.</summary>
    public static ProjectionTree Grow(Matrix x, int least, Rng rng)
    {
        var tree = new ProjectionTree(x.Rows, least);
        tree.Grow(x, 0, x.Rows, rng);
        tree.Leaves = [.. tree._nodes.Where(node => node.Near < 0).Select(node => (node.Start, node.End))];
        return tree;
    }

    /// <summary>The rows of the leaf that <paramref name="row"/> falls into.</summary>
    public ReadOnlySpan<int> LeafOf(Matrix x, ReadOnlySpan<float> row)
    {
        var node = _nodes[0];
        while (node.Near >= 0)
            node = _nodes[node.A < 0 || IsNearer(x, row, node.A, node.B) ? node.Near : node.Far];
        return _order.AsSpan(node.Start..node.End);
    }

    private static bool IsNearer(Matrix x, ReadOnlySpan<float> row, int a, int b) =>
        RowDistances.SquaredEuclidean(row, x.Row(a)) <= RowDistances.SquaredEuclidean(row, x.Row(b));

    private int Grow(Matrix x, int start, int end, Rng rng)
    {
        var place = _nodes.Count;
        _nodes.Add(new Node(start, end, -1, -1, -1, -1));
        if (end - start <= _most)
            return place;
        var (a, b, middle) = Part(x, start, end, rng);
        var near = Grow(x, start, middle, rng);
        _nodes[place] = new Node(start, end, a, b, near, Grow(x, middle, end, rng));
        return place;
    }

    /// <summary>Puts the rows nearer to a before those nearer to b; where no two rows part them, the first half before the other.</summary>
    private (int A, int B, int Middle) Part(Matrix x, int start, int end, Rng rng)
    {
        var least = Math.Max(_least, (int)(LeastShare * (end - start)));
        for (var draw = 0; draw < Draws; draw++)
        {
            var (a, b) = (_order[start + rng.NextInt(end - start)], _order[start + rng.NextInt(end - start)]);
            var middle = start;
            for (var i = start; i < end && a != b; i++)
            {
                if (!IsNearer(x, x.Row(_order[i]), a, b))
                    continue;
                (_order[i], _order[middle]) = (_order[middle], _order[i]);
                middle++;
            }

            if (middle - start >= least && end - middle >= least)
                return (a, b, middle);
        }

        return (-1, -1, start + ((end - start) / 2));
    }

    /// <summary>Rows [Start, End) of the order; a split by rows A and B (−1: none) with the numbers of both sides, or a leaf (−1).</summary>
    private readonly record struct Node(int Start, int End, int A, int B, int Near, int Far);
}
