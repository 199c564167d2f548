using System.Runtime.CompilerServices;

namespace Kindred.Clustering.Lloyd;

/// <summary>One row's search among its present centre and the groups that its bounds leave open; used again for row after row.</summary>
internal sealed class NearestSearch(int clusterCount)
{
    private readonly float[] _lower = new float[clusterCount];
    private readonly float[] _upper = new float[clusterCount];
    private readonly int[] _firsts = new int[Math.Max(clusterCount, CentreGroups.Lanes) + 1];

    /// <summary>The centres looked at: the present one, then the members of one group after the other.</summary>
    public int[] Centres { get; } = new int[clusterCount];

    public int Count { get; private set; }

    /// <summary>How many of <see cref="Centres"/> have been measured.</summary>
    public int Measured { get; private set; }

    /// <summary>The groups looked at.</summary>
    public int[] Groups { get; } = new int[Math.Max(clusterCount, CentreGroups.Lanes)];

    public int GroupCount { get; private set; }

    /// <summary>The row is at most this far from one of the centres measured.</summary>
    public float Best { get; private set; }

    /// <summary>Place in <see cref="Centres"/> of the one that seems nearest.</summary>
    public int Nearest { get; private set; }

    public void Begin(int label)
    {
        Centres[0] = label;
        (Count, Measured, GroupCount, Best) = (1, 0, 0, float.PositiveInfinity);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int group, int[] members)
    {
        Groups[GroupCount] = group;
        _firsts[GroupCount++] = Count;
        foreach (var c in members)
        {
            if (c != Centres[0])
                Centres[Count++] = c;
        }

        _firsts[GroupCount] = Count;
    }

    /// <summary>The next centre in turn is between <paramref name="lower"/> and <paramref name="upper"/> away.</summary>
    public void Set(float lower, float upper)
    {
        (_lower[Measured], _upper[Measured]) = (lower, upper);
        if (upper < Best)
            (Best, Nearest) = (upper, Measured);
        Measured++;
    }

    public float Lower(int place) => _lower[place];

    public float Upper(int place) => _upper[place];

    /// <summary>Whether the centre at a place may be the nearest, as far as the bounds on its distance tell.</summary>
    public bool MayWin(int place) => _lower[place] <= Best;

    /// <summary>Whether no other centre than <see cref="Nearest"/> may win.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Decided()
    {
        for (var place = 0; place < Count; place++)
        {
            if (place != Nearest && MayWin(place))
                return false;
        }

        return true;
    }

    /// <summary>A lower bound on the distance to the members of the group visited, except the present centre and the one at <paramref name="nearest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float LeastOfOthers(int visit, int nearest)
    {
        var least = float.PositiveInfinity;
        for (var place = _firsts[visit]; place < _firsts[visit + 1]; place++)
        {
            if (place != nearest)
                least = Math.Min(least, _lower[place]);
        }

        return least;
    }
}
