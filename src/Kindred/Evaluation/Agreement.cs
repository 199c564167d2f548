namespace Kindred.Evaluation;

/// <summary>How far two clusterings of the same rows agree, whatever their numbers.</summary>
public static class Agreement
{
    /// <summary>The adjusted Rand index: 1 where they are the same, 0 on average where one is random. Rows in no cluster (−1) are one cluster of their own.</summary>
    /// <exception cref="ArgumentException">The lengths differ, there are no rows, or a cluster is below −1.</exception>
    public static double Of(ReadOnlySpan<int> first, ReadOnlySpan<int> second) =>
        Scores.Compare(Noise.AsCluster(first), Noise.AsCluster(second)).AdjustedRandIndex;
}
