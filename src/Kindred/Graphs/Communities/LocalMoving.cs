using Kindred.Numerics;

namespace Kindred.Graphs.Communities;

/// <summary>Nodes move to the community where the quality gains most, until none gains: the fast local move of Leiden.</summary>
/// <remarks>A queue holds the nodes whose surroundings changed (Traag, Waltman and van Eck 2019, algorithm A.2, doi:10.1038/s41598-019-41695-z).</remarks>
internal sealed class LocalMoving
{
    private const double LeastGain = 1e-12;     // of a node's links: less is rounding, and moves for it need not end

    private readonly Level _level;
    private readonly double _resolution;
    private readonly int[] _communities;
    private readonly double[] _sizes;
    private readonly int[] _members;
    private readonly Stack<int> _empty = new();
    private readonly Links _links;
    private readonly NodeQueue _queue;

    private LocalMoving(Level level, double resolution, int[] communities, Rng rng)
    {
        (_level, _resolution, _communities) = (level, resolution, communities);
        (_sizes, _members, _links) = (new double[level.Nodes], new int[level.Nodes], new Links(level.Nodes));
        _queue = new NodeQueue(rng.Permutation(level.Nodes));
        for (var node = 0; node < level.Nodes; node++)
        {
            _sizes[communities[node]] += level.Sizes[node];
            _members[communities[node]]++;
        }

        for (var community = level.Nodes - 1; community >= 0; community--)
        {
            if (_members[community] == 0)
                _empty.Push(community);
        }
    }

    /// <summary>Moves nodes between <paramref name="communities"/>, whose numbers are below the number of nodes; whether any moved.</summary>
    public static bool Run(Level level, double resolution, int[] communities, Rng rng)
    {
        var (moving, moved) = (new LocalMoving(level, resolution, communities, rng), false);
        while (moving._queue.TryTake(out var node))
            moved |= moving.Visit(node);
        return moved;
    }

    private bool Visit(int node)
    {
        var own = _communities[node];
        _links.Add(_level, node, _communities);
        var best = Best(node, own);
        _links.Clear();
        if (best == own)
            return false;
        Move(node, own, best);
        for (var e = _level.Offsets[node]; e < _level.Offsets[node + 1]; e++)
        {
            if (_communities[_level.Targets[e]] != best)
                _queue.Put(_level.Targets[e]);
        }

        return true;
    }

    /// <summary>argmax_c w(v, c) − γ s(v) s(c \ v) over the communities that v touches, a new one, and its own, which wins ties.</summary>
    private int Best(int node, int own)
    {
        var penalty = _resolution * _level.Sizes[node];
        var (best, most, links) = (own, _links.Weight[own] - (penalty * (_sizes[own] - _level.Sizes[node])), 0.0);
        foreach (var community in _links.Touched)
            links += _links.Weight[community];
        most += LeastGain * links;
        foreach (var community in _links.Touched)
        {
            var gain = _links.Weight[community] - (penalty * _sizes[community]);
            if (community != own && gain > most)
                (best, most) = (community, gain);
        }

        return most < 0 && _members[own] > 1 ? _empty.Peek() : best;
    }

    private void Move(int node, int from, int to)
    {
        if (_members[to] == 0)
            _empty.Pop();
        if (--_members[from] == 0)
            _empty.Push(from);
        _members[to]++;
        _sizes[from] = _members[from] == 0 ? 0 : _sizes[from] - _level.Sizes[node];
        _sizes[to] += _level.Sizes[node];
        _communities[node] = to;
    }
}
