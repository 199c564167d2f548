using Kindred.Numerics;

namespace Kindred.Clustering.Density;

/// <summary>How rows come together as the distance grows: single linkage. Nodes below the row count are rows; the last is all of them.</summary>
internal sealed class SingleLinkage
{
    private readonly int[] _left, _right, _sizes;
    private readonly float[] _squares;
    private readonly double _unit;

    /// <param name="rows">The row at every place.</param>
    /// <param name="edges">A minimum spanning tree of the places, from the cheapest up.</param>
    /// <param name="unit">What the edges' distances are multiples of.</param>
    public SingleLinkage(int[] rows, Edge[] edges, double unit)
    {
        _unit = unit;
        (Rows, _left, _right) = (rows.Length, new int[edges.Length], new int[edges.Length]);
        (_sizes, _squares) = (new int[edges.Length], new float[edges.Length]);
        var sets = new DisjointSets(rows.Length);
        var nodes = (int[])rows.Clone();  // of the set that a place stands for
        for (var i = 0; i < edges.Length; i++)
        {
            (_left[i], _right[i]) = (nodes[sets.Find(edges[i].From)], nodes[sets.Find(edges[i].To)]);
            (_sizes[i], _squares[i]) = (Size(_left[i]) + Size(_right[i]), edges[i].Square);
            sets.Join(edges[i].From, edges[i].To);
            nodes[sets.Find(edges[i].From)] = Rows + i;
        }
    }

    /// <summary>The rows by their mutual reachability distance, with the tree of boxes and the core distances that it took.</summary>
    public static (SingleLinkage Linkage, BoxTree Tree, float[] Cores) Of(Matrix x, int minSamples, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var tree = new BoxTree(x, cancellation);
        progress?.Report(new FitProgress("core distances", 0, x.Rows, 0));
        var cores = CoreDistances.Of(tree, minSamples, cancellation);
        return (new SingleLinkage(tree.Rows, SpanningTree.Of(tree, cores, progress, cancellation), tree.Unit), tree, cores);
    }

    public int Rows { get; }

    /// <summary>The node that holds every row.</summary>
    public int Root => Rows + _left.Length - 1;

    public int Size(int node) => node < Rows ? 1 : _sizes[node - Rows];

    /// <summary>The distance at which the rows of a node come together.</summary>
    public double Distance(int node) => node < Rows ? 0 : _unit * Math.Sqrt(_squares[node - Rows]);

    /// <summary>What a node falls into below its distance: all at once, since the order of equal edges means nothing.</summary>
    public List<int> Parts(int node)
    {
        var (parts, waiting) = (new List<int>(), new Stack<int>([node]));
        while (waiting.TryPop(out var next))
        {
            if (next < Rows || _squares[next - Rows] < _squares[node - Rows])
            {
                parts.Add(next);
                continue;
            }

            waiting.Push(_right[next - Rows]);
            waiting.Push(_left[next - Rows]);
        }

        return parts;
    }

    /// <summary>The rows of a node.</summary>
    public IEnumerable<int> RowsOf(int node)
    {
        var waiting = new Stack<int>([node]);
        while (waiting.TryPop(out var next))
        {
            if (next < Rows)
            {
                yield return next;
                continue;
            }

            waiting.Push(_right[next - Rows]);
            waiting.Push(_left[next - Rows]);
        }
    }
}
