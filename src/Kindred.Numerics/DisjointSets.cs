namespace Kindred.Numerics;

/// <summary>Sets of numbers that are joined and never parted.</summary>
/// <remarks>Tarjan 1975, doi:10.1145/321879.321884: the smaller set goes under the larger, and paths are halved.</remarks>
internal sealed class DisjointSets
{
    private readonly int[] _parents;  // of a number that stands for its set: minus the set's size

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

    /// <summary>How many numbers are in the set of one.</summary>
    public int Size(int item) => -_parents[Find(item)];

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
