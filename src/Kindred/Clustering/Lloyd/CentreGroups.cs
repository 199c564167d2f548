using Kindred.Numerics;

namespace Kindred.Clustering.Lloyd;

/// <summary>Centres in groups that share one lower bound: one centre a group while there are at most sixteen, neighbours together above.</summary>
/// <remarks>Elkan, "Using the triangle inequality to accelerate k-means", ICML 2003, keeps a bound for every centre; Ding et al., "Yinyang
/// k-means", ICML 2015, one for every group of about ten.</remarks>
internal sealed class CentreGroups
{
    /// <summary>Groups come in vectors of sixteen.</summary>
    public const int Lanes = 16;

    private const int CentresPerGroup = 8;
    private const int GroupingSteps = 5;

    private CentreGroups(int[] group, int count)
    {
        (Of, Count) = (group, count);
        Members = [.. Enumerable.Range(0, count).Select(g => Enumerable.Range(0, group.Length).Where(c => group[c] == g).ToArray())];
    }

    /// <summary>Number of groups, a multiple of sixteen; some may be empty.</summary>
    public int Count { get; }

    /// <summary>The group of every centre.</summary>
    public int[] Of { get; }

    /// <summary>The centres of every group, in ascending order.</summary>
    public int[][] Members { get; }

    public static int CountFor(int clusterCount) =>
        clusterCount <= Lanes ? Lanes : Lanes * Math.Max(1, clusterCount / CentresPerGroup / Lanes);

    public static CentreGroups Make(ReadOnlySpan<float> centres, int clusterCount)
    {
        var count = CountFor(clusterCount);
        if (clusterCount <= Lanes)
            return new CentreGroups([.. Enumerable.Range(0, clusterCount)], count);
        var points = new Matrix(clusterCount, centres.Length / clusterCount, centres.ToArray());
        var grouping = new KMeans { ClusterCount = count, Restarts = 1, MaxIterations = GroupingSteps };
        return new CentreGroups(grouping.Fit(points).Clusters.ToArray(), count);
    }
}
