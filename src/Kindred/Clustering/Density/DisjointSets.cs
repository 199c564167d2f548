namespace Kindred.Clustering.Density;

/// <summary>Sets of numbers that are joined and never parted.</summary>
/// <remarks>Tarjan 1975, doi:10.1145/321879.321884: union by size, paths halved.</remarks>
internal sealed class DisjointSets
{
    private readonly int[] _parents;  // of a root, minus the size of its set

    public DisjointSets(int count)
    {
        _parents = new int[count];
        Array.Fill(_parents, -1);
    }

    /// <summary>The number that stands for the set.</summary>
    public int Find(int item)
    {
        while (_parents[item] >= 0)
        {
            if (_parents[_parents[item]] >= 0)
                _parents[item] = _parents[_parents[item]];
            item = _parents[item];
        }

        return item;
    }

    /// <summary>Makes one set of two; false if they were one.</summary>
    public bool Join(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        if (a == b)
            return false;
        if (_parents[a] > _parents[b])
            (a, b) = (b, a);
        _parents[a] += _parents[b];
        _parents[b] = a;
        return true;
    }
}
