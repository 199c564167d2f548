using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Clustering.Density;

/// <summary>Two places of a <see cref="BoxTree"/> that are joined.</summary>
/// <param name="From">One place.</param>
/// <param name="To">The other.</param>
/// <param name="Square">Their squared mutual reachability distance.</param>
internal readonly record struct Edge(int From, int To, float Square) : IComparable<Edge>
{
    public int CompareTo(Edge other) =>
        Square != other.Square ? Square.CompareTo(other.Square) : From != other.From ? From.CompareTo(other.From) : To.CompareTo(other.To);
}

/// <summary>A minimum spanning tree of all rows by their mutual reachability distance, max(core of a, core of b, ‖a − b‖); exact.</summary>
/// <remarks>
/// Borůvka's rounds: every component takes the cheapest edge that leaves it. A row keeps the edge it found for as long as it leaves
/// its component; when it does not any more, the row still knows that no cheaper one is left. Of equally cheap edges any may be taken,
/// as long as those of a round are joined from the cheapest up and none closes a circle. Which were taken changes nothing that follows:
/// the rows that edges below a distance join are the same.
/// </remarks>
internal sealed unsafe partial class SpanningTree
{
    private const int PlacesAtOnce = 256;

    private readonly BoxTree _tree;
    private readonly float[] _cores;          // squared, by place
    private readonly float[][] _boxCores;     // the smallest in every box, by level
    private readonly int[] _components;       // by place
    private readonly int[][] _boxComponents;  // of every box, by level, where all its rows are of one; else Mixed
    private readonly float[] _least;          // by place: no edge that leaves the component costs less
    private readonly int[] _targets;          // by place: where an edge of that cost leads, or Unknown
    private readonly List<Edge> _edges = [];

    private SpanningTree(BoxTree tree, float[] cores)
    {
        (_tree, _cores) = (tree, cores);
        (_components, _targets, _least) = (new int[cores.Length], new int[tree.Rows.Length], cores[..tree.Rows.Length]);
        Array.Fill(_components, Mixed);
        Array.Fill(_targets, Unknown);
        (_boxCores, _boxComponents) = (new float[tree.Height][], new int[tree.Height][]);
        for (var level = 0; level < tree.Height; level++)
        {
            _boxComponents[level] = new int[tree.PaddedBoxes(level)];
            _boxCores[level] = new float[tree.PaddedBoxes(level)];
            Array.Fill(_boxCores[level], float.PositiveInfinity);
            var inner = level == 0 ? _cores : _boxCores[level - 1];
            for (var i = 0; i < inner.Length; i++)
                _boxCores[level][i / BoxTree.Lanes] = Math.Min(_boxCores[level][i / BoxTree.Lanes], inner[i]);
        }
    }

    private int Rows => _targets.Length;

    /// <summary>rows − 1 edges, from the cheapest up.</summary>
    /// <param name="tree">The rows.</param>
    /// <param name="cores">Squared core distances by place, as <see cref="CoreDistances"/> gives them.</param>
    /// <param name="progress">Hears of every round.</param>
    /// <param name="cancellation">Stops within a round.</param>
    public static Edge[] Of(BoxTree tree, float[] cores, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var spanning = new SpanningTree(tree, cores);
        var sets = new DisjointSets(spanning.Rows);
        while (spanning._edges.Count < spanning.Rows - 1)
        {
            progress?.Report(new FitProgress("spanning tree", spanning._edges.Count, spanning.Rows - 1, 0));
            spanning.Round(sets, cancellation);
        }

        var edges = spanning._edges.ToArray();
        Array.Sort(edges);
        return edges;
    }

    private void Round(DisjointSets sets, CancellationToken cancellation)
    {
        var count = NumberComponents(sets);
        NumberBoxes();
        Search(MostPromising(count), Bounds(count), cancellation);  // one row of each component, so that most others see at once that they cannot better it
        var bounds = Bounds(count);
        Search(Undecided(bounds), bounds, cancellation);

        var cheapest = Cheapest(count);
        Array.Sort(cheapest);
        foreach (var edge in cheapest)
        {
            if (sets.Join(edge.From, edge.To))
                _edges.Add(edge);
        }
    }

    /// <summary>Numbers the components by their first places, and forgets edges that leave theirs no more.</summary>
    private int NumberComponents(DisjointSets sets)
    {
        var (numbers, count) = (new int[Rows], 0);
        for (var place = 0; place < Rows; place++)
        {
            if (sets.Find(place) == place)
                numbers[place] = count++;
        }

        for (var place = 0; place < Rows; place++)
            _components[place] = numbers[sets.Find(place)];
        for (var place = 0; place < Rows; place++)
        {
            if (_targets[place] != Unknown && _components[_targets[place]] == _components[place])
                _targets[place] = Unknown;
        }

        return count;
    }

    private void NumberBoxes()
    {
        for (var level = 0; level < _tree.Height; level++)
        {
            var inner = level == 0 ? _components.AsSpan(0, Rows) : _boxComponents[level - 1].AsSpan(0, _tree.Boxes(level - 1));
            for (var box = 0; box < _tree.Boxes(level); box++)
            {
                var start = box * BoxTree.Lanes;
                var content = inner[start..Math.Min(inner.Length, start + BoxTree.Lanes)];
                _boxComponents[level][box] = content.ContainsAnyExcept(content[0]) ? Mixed : content[0];
            }
        }
    }

    /// <summary>What the cheapest edge known to leave every component costs.</summary>
    private float[] Bounds(int count)
    {
        var bounds = new float[count];
        Array.Fill(bounds, float.PositiveInfinity);
        for (var place = 0; place < Rows; place++)
        {
            if (_targets[place] != Unknown)
                bounds[_components[place]] = Math.Min(bounds[_components[place]], _least[place]);
        }

        return bounds;
    }

    /// <summary>Places whose row may have a cheaper edge than is known.</summary>
    private int[] Undecided(float[] bounds)
    {
        var places = new List<int>();
        for (var place = 0; place < Rows; place++)
        {
            if (_targets[place] == Unknown && _least[place] < bounds[_components[place]])
                places.Add(place);
        }

        return [.. places];
    }

    /// <summary>Of every component the undecided place whose edge may be the cheapest.</summary>
    private int[] MostPromising(int count)
    {
        var first = new int[count];
        Array.Fill(first, -1);
        foreach (var place in Undecided(Bounds(count)))
        {
            ref var best = ref first[_components[place]];
            if (best < 0 || _least[place] < _least[best])
                best = place;
        }

        return [.. first.Where(place => place >= 0)];
    }

    /// <summary>The cheapest edge that leaves every component, the first of equals.</summary>
    private Edge[] Cheapest(int count)
    {
        var cheapest = new Edge[count];
        Array.Fill(cheapest, new Edge(0, 0, float.PositiveInfinity));
        for (var place = 0; place < Rows; place++)
        {
            ref var best = ref cheapest[_components[place]];
            if (_targets[place] != Unknown && _least[place] < best.Square)
                best = new Edge(place, _targets[place], _least[place]);
        }

        return cheapest;
    }

    private void Search(int[] places, float[] bounds, CancellationToken cancellation) =>
        WorkerPool.Run((places.Length + PlacesAtOnce - 1) / PlacesAtOnce, (part, _) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var scratch = stackalloc float[BoxTree.Lanes];
            var values = new float[_tree.Columns];
            fixed (float* row = values)
            {
                foreach (var place in places.AsSpan(part * PlacesAtOnce, Math.Min(PlacesAtOnce, places.Length - (part * PlacesAtOnce))))
                {
                    _tree.CopyTo(place, row);
                    var search = new Leaving(this, place, bounds[_components[place]], scratch);
                    _tree.Search(row, ref search);
                    (_least[place], _targets[place]) = (search.Cost, search.Target);
                }
            }
        });
}
