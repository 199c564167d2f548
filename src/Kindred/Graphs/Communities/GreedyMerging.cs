using Kindred.Numerics;

namespace Kindred.Graphs.Communities;

/// <summary>Merges communities two by two: the linked by the ratio of their links, then the others by what their places say or by their rows.</summary>
internal sealed class GreedyMerging
{
    private readonly double _whole;
    private readonly double[] _strengths;
    private readonly int[] _rows;
    private readonly Dictionary<int, double>?[] _links;     // null once merged
    private readonly PriorityQueue<(int First, int Second), (double Ratio, int First, int Second)> _pairs = new();
    private readonly List<Merge> _merges = [];
    private readonly int _leaves;
    private readonly int[]? _clusters;  // of every node, where clusters have to be whole first
    private bool _areWhole;

    private GreedyMerging(NeighbourGraph graph, Partition leaves, IReadOnlyList<int>? clusters)
    {
        _leaves = leaves.Count;
        if (clusters is not null)
            _clusters = [.. clusters, .. new int[Math.Max(0, _leaves - 1)]];
        _areWhole = clusters is null;
        (_strengths, _rows, _links) = (new double[(2 * _leaves) - 1], new int[(2 * _leaves) - 1], new Dictionary<int, double>?[(2 * _leaves) - 1]);
        foreach (var leaf in leaves.Communities)
            _rows[leaf]++;
        var level = Level.Of(graph, QualityFunction.Modularity).Aggregate(leaves.Communities, _leaves);
        level.Sizes.CopyTo(_strengths, 0);
        _whole = level.Sizes.Sum();
        for (var leaf = 0; leaf < _leaves; leaf++)
        {
            _links[leaf] = [];
            for (var e = level.Offsets[leaf]; e < level.Offsets[leaf + 1]; e++)
            {
                _links[leaf]![level.Targets[e]] = level.Weights[e];
                if (level.Targets[e] < leaf)
                    Offer(level.Targets[e], leaf, level.Weights[e]);
            }
        }
    }

    /// <summary>All merges; with <paramref name="clusters"/>, of every leaf, those within a cluster come before those of two.</summary>
    public static Merge[] Run(NeighbourGraph graph, Partition leaves, Matrix? places, IReadOnlyList<int>? clusters = null)
    {
        var merging = new GreedyMerging(graph, leaves, clusters);
        merging.JoinLinked();
        if (merging._clusters is { } own)
        {
            foreach (var cluster in merging.Left().GroupBy(node => own[node]).OrderBy(group => group.Key))
                merging.JoinUnlinked(leaves, places, [.. cluster]);
            merging.OfferAll();
            merging.JoinLinked();
        }

        merging.JoinUnlinked(leaves, places, [.. merging.Left()]);
        return [.. merging._merges];
    }

    /// <summary>All merges by the places alone.</summary>
    public static Merge[] RunByPlaces(NeighbourGraph graph, Partition leaves, Matrix places, CancellationToken cancellation)
    {
        var merging = new GreedyMerging(graph, leaves, clusters: null);
        merging.JoinUnlinked(leaves, places, [.. merging.Left()], cancellation);
        return [.. merging._merges];
    }

    private List<int> Left() => [.. Enumerable.Range(0, _leaves + _merges.Count).Where(node => _links[node] is not null)];

    private void JoinLinked()
    {
        while (_pairs.TryDequeue(out var pair, out var order))
        {
            if (_links[pair.First] is not null && _links[pair.Second] is not null)
                Join(pair.First, pair.Second, -order.Ratio);
        }
    }

    private void OfferAll()
    {
        _areWhole = true;
        foreach (var node in Left())
        {
            foreach (var (other, weight) in _links[node]!.Where(link => link.Key < node && _links[link.Key] is not null).OrderBy(link => link.Key))
                Offer(other, node, weight);
        }
    }

    private void Offer(int first, int second, double weight)
    {
        if (!_areWhole && _clusters![first] != _clusters[second])
            return;
        var ratio = weight / _strengths[first] * _whole / _strengths[second];
        _pairs.Enqueue((first, second), (-ratio, first, second));
    }

    private int Join(int first, int second, double ratio)
    {
        var merged = _leaves + _merges.Count;
        if (_clusters is not null)
            _clusters[merged] = _clusters[first];
        _rows[merged] = _rows[first] + _rows[second];
        _strengths[merged] = _strengths[first] + _strengths[second];
        _merges.Add(new Merge(first, second, ratio, _rows[merged]));
        var links = new Dictionary<int, double>();
        foreach (var part in (int[])[first, second])
        {
            foreach (var (other, weight) in _links[part]!)
            {
                if (other != first && other != second && _links[other] is not null)
                    links[other] = links.GetValueOrDefault(other) + weight;
            }
        }

        (_links[first], _links[second], _links[merged]) = (null, null, links);
        foreach (var (other, weight) in links)
        {
            _links[other]![merged] = weight;
            Offer(other, merged, weight);
        }

        return merged;
    }

    private void JoinUnlinked(Partition leaves, Matrix? places, List<int> left, CancellationToken cancellation = default)
    {
        if (left.Count < 2)
            return;
        var means = places is null ? null : new MeanPlaces(leaves, places, _merges, (2 * _leaves) - 1);
        var pairs = new CheapestPairs(left, (first, second) => means?.GainedSquares(first, second) ?? ((double)_rows[first] * _rows[second]), cancellation);
        while (pairs.Count > 1)
        {
            cancellation.ThrowIfCancellationRequested();
            pairs.Merge((first, second) =>
            {
                var merged = Join(first, second, ratio: 0);
                means?.Add(_merges[^1], merged);
                return merged;
            });
        }
    }
}
