namespace Kindred.Graphs.Communities;

/// <summary>Clusters of which the two that cost least together are taken, again and again.</summary>
/// <remarks>Each knows its cheapest partner among those after it, so a turn takes about as many costs as there are clusters (Müllner 2011, arXiv:1109.2378, figure 3).</remarks>
internal sealed class CheapestPairs
{
    private readonly Func<int, int, double> _cost;
    private readonly int[] _nodes;      // of every slot; −1 where it is empty
    private readonly int[] _partners;   // slots; −1 where none comes after
    private readonly double[] _costs;

    public CheapestPairs(IReadOnlyList<int> nodes, Func<int, int, double> cost, CancellationToken cancellation)
    {
        (_nodes, _cost, Count) = ([.. nodes], cost, nodes.Count);
        (_partners, _costs) = (new int[Count], new double[Count]);
        for (var slot = 0; slot < Count; slot++)
        {
            cancellation.ThrowIfCancellationRequested();
            FindPartner(slot);
        }
    }

    /// <summary>Clusters left.</summary>
    public int Count { get; private set; }

    /// <summary>Replaces the two that cost least, of equals the first, by what <paramref name="merge"/> makes of them.</summary>
    public void Merge(Func<int, int, int> merge)
    {
        var first = Cheapest();
        var second = _partners[first];
        var merged = merge(_nodes[first], _nodes[second]);
        (_nodes[first], _nodes[second]) = (-1, merged);
        Count--;
        for (var slot = 0; slot < _nodes.Length; slot++)
        {
            if (_nodes[slot] < 0)
                continue;
            if (slot == second || _partners[slot] == first || _partners[slot] == second)
                FindPartner(slot);
            else if (slot < second && _cost(_nodes[slot], merged) is var cost && cost < _costs[slot])
                (_partners[slot], _costs[slot]) = (second, cost);
        }
    }

    private int Cheapest()
    {
        var (cheapest, least) = (-1, double.PositiveInfinity);
        for (var slot = 0; slot < _nodes.Length; slot++)
        {
            if (_nodes[slot] >= 0 && _partners[slot] >= 0 && (cheapest < 0 || _costs[slot] < least))
                (cheapest, least) = (slot, _costs[slot]);
        }

        return cheapest;
    }

    private void FindPartner(int slot)
    {
        (_partners[slot], _costs[slot]) = (-1, double.PositiveInfinity);
        for (var other = slot + 1; other < _nodes.Length; other++)
        {
            if (_nodes[other] < 0)
                continue;
            var cost = _cost(_nodes[slot], _nodes[other]);
            if (_partners[slot] < 0 || cost < _costs[slot])
                (_partners[slot], _costs[slot]) = (other, cost);
        }
    }
}
