namespace Kindred.Graphs.Communities;

/// <summary>Σ weights from one or more nodes to each group that they touch; emptied in the time it took to fill.</summary>
internal sealed class Links(int groups)
{
    private readonly int[] _touched = new int[groups];
    private readonly bool[] _isTouched = new bool[groups];
    private int _count;

    /// <summary>By group; zero where it is not touched.</summary>
    public double[] Weight { get; } = new double[groups];

    /// <summary>In the order in which they were first met.</summary>
    public ReadOnlySpan<int> Touched => _touched.AsSpan(0, _count);

    public void Add(Level level, int node, int[] groups)
    {
        var end = level.Offsets[node + 1];
        for (var e = level.Offsets[node]; e < end; e++)
            Add(groups[level.Targets[e]], level.Weights[e]);
    }

    public void Add(int group, double weight)
    {
        if (!_isTouched[group])
        {
            _isTouched[group] = true;
            _touched[_count++] = group;
        }

        Weight[group] += weight;
    }

    public void Clear()
    {
        foreach (var group in Touched)
            (Weight[group], _isTouched[group]) = (0, false);
        _count = 0;
    }
}
