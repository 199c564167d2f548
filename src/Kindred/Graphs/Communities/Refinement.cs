using Kindred.Numerics;

namespace Kindred.Graphs.Communities;

/// <summary>Parts of each community that hold together: single nodes join, within it, parts to which they are well linked.</summary>
/// <remarks>Traag, Waltman and van Eck 2019, algorithm A.2, doi:10.1038/s41598-019-41695-z. A part is joined along an edge, so parts are connected.</remarks>
internal sealed class Refinement
{
    private readonly Level _level;
    private readonly double _resolution, _randomness;
    private readonly int[] _communities, _parts;
    private readonly double[] _communitySizes, _sizes, _outwards;
    private readonly bool[] _isSingle;
    private readonly Links _links;
    private readonly Rng _rng;
    private double[] _chances = new double[16];

    private Refinement(Level level, double resolution, double randomness, int[] communities, Rng rng)
    {
        (_level, _resolution, _randomness, _communities, _rng) = (level, resolution, randomness, communities, rng);
        (_parts, _sizes, _communitySizes) = (new int[level.Nodes], (double[])level.Sizes.Clone(), new double[level.Nodes]);
        (_outwards, _isSingle, _links) = (new double[level.Nodes], new bool[level.Nodes], new Links(level.Nodes));
        for (var node = 0; node < level.Nodes; node++)
        {
            (_parts[node], _isSingle[node]) = (node, true);
            _communitySizes[communities[node]] += level.Sizes[node];
            for (var e = level.Offsets[node]; e < level.Offsets[node + 1]; e++)
            {
                if (communities[level.Targets[e]] == communities[node])
                    _outwards[node] += level.Weights[e];
            }
        }
    }

    /// <summary>The part of every node: the number of one of its nodes.</summary>
    /// <param name="level">The graph.</param>
    /// <param name="resolution">γ</param>
    /// <param name="randomness">θ: a part with gain g is chosen with probability ∝ exp(g / θ).</param>
    /// <param name="communities">What is refined.</param>
    /// <param name="rng">Orders the nodes and chooses.</param>
    public static int[] Run(Level level, double resolution, double randomness, int[] communities, Rng rng)
    {
        var refinement = new Refinement(level, resolution, randomness, communities, rng);
        foreach (var node in rng.Permutation(level.Nodes))
        {
            if (refinement._isSingle[node] && refinement.IsWellLinked(node, communities[node]))
                refinement.Visit(node);
        }

        return refinement._parts;
    }

    /// <summary>w(part, S \ part) ≥ γ s(part) s(S \ part)</summary>
    private bool IsWellLinked(int part, int community) =>
        _outwards[part] >= _resolution * _sizes[part] * (_communitySizes[community] - _sizes[part]);

    private void Visit(int node)
    {
        var community = _communities[node];
        for (var e = _level.Offsets[node]; e < _level.Offsets[node + 1]; e++)
        {
            if (_communities[_level.Targets[e]] == community)
                _links.Add(_parts[_level.Targets[e]], _level.Weights[e]);
        }

        var part = Choose(node, community);
        if (part != node)
            Join(node, part);
        _links.Clear();
    }

    /// <summary>One of the well linked parts that lose nothing by it, or the node's own, at random.</summary>
    private int Choose(int node, int community)
    {
        var touched = _links.Touched;
        if (_chances.Length < touched.Length)
            _chances = new double[2 * touched.Length];
        var most = 0.0;
        for (var i = 0; i < touched.Length; i++)
        {
            var gain = _links.Weight[touched[i]] - (_resolution * _level.Sizes[node] * _sizes[touched[i]]);
            _chances[i] = gain >= 0 && IsWellLinked(touched[i], community) ? gain : double.NegativeInfinity;
            most = Math.Max(most, _chances[i]);
        }

        var own = Math.Exp(-most / _randomness);
        var sum = own;
        for (var i = 0; i < touched.Length; i++)
            sum += _chances[i] = Math.Exp((_chances[i] - most) / _randomness);
        var left = (_rng.NextDouble() * sum) - own;
        for (var i = 0; i < touched.Length && left >= 0; i++)
        {
            left -= _chances[i];
            if (left < 0)
                return touched[i];
        }

        return node;
    }

    private void Join(int node, int part)
    {
        _outwards[part] += _outwards[node] - (2 * _links.Weight[part]);
        _sizes[part] += _sizes[node];
        (_sizes[node], _outwards[node]) = (0, 0);
        (_parts[node], _isSingle[node], _isSingle[part]) = (part, false, false);
    }
}
