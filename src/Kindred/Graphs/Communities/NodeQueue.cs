namespace Kindred.Graphs.Communities;

/// <summary>Nodes waiting for their turn, each at most once; at first all of them.</summary>
internal sealed class NodeQueue(int[] all)
{
    private readonly bool[] _hasLeft = new bool[all.Length];
    private int _first, _count = all.Length;

    public bool TryTake(out int node)
    {
        node = _count > 0 ? all[_first] : -1;
        if (_count == 0)
            return false;
        _first = _first + 1 == all.Length ? 0 : _first + 1;
        _count--;
        return _hasLeft[node] = true;
    }

    /// <summary>Puts a node at the end, unless it is waiting already.</summary>
    public void Put(int node)
    {
        if (!_hasLeft[node])
            return;
        _hasLeft[node] = false;
        var end = _first + _count;
        all[end >= all.Length ? end - all.Length : end] = node;
        _count++;
    }
}
