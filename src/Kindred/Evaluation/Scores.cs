namespace Kindred.Evaluation;

/// <summary>How well clusters agree with true classes. Each is 1 for a perfect match; which number a cluster has never matters.</summary>
/// <param name="Accuracy">Rows in the cluster matched to their class, of all rows, for the best one-to-one matching; in [0, 1]. What the literature reports.</param>
/// <param name="MajorityVoteAccuracy">Rows in the most frequent class of their cluster, of all rows; in [0, 1]. Also called purity; grows with the number of clusters.</param>
/// <param name="NormalizedMutualInformation">I(C; G) / ((H(C) + H(G)) / 2), in [0, 1].</param>
/// <param name="AdjustedMutualInformation">(I − E[I]) / ((H(C) + H(G)) / 2 − E[I]): 0 on average for random clusters of the same sizes.</param>
/// <param name="AdjustedRandIndex">(index − E[index]) / (max − E[index]) over pairs of rows: 0 on average for random clusters of the same sizes.</param>
/// <param name="Homogeneity">I(C; G) / H(C): 1 when every cluster holds one class only.</param>
/// <param name="Completeness">I(C; G) / H(G): 1 when every class is in one cluster only.</param>
/// <param name="VMeasure">Harmonic mean of homogeneity and completeness; the same number as <paramref name="NormalizedMutualInformation"/>.</param>
/// <remarks>Vinh, Epps and Bailey 2010, jmlr.org/papers/v11/vinh10a.html; Hubert and Arabie 1985, doi:10.1007/BF01908075;
/// Rosenberg and Hirschberg 2007, aclanthology.org/D07-1043.</remarks>
public sealed record Scores(
    double Accuracy,
    double MajorityVoteAccuracy,
    double NormalizedMutualInformation,
    double AdjustedMutualInformation,
    double AdjustedRandIndex,
    double Homogeneity,
    double Completeness,
    double VMeasure)
{
    /// <summary>Scores clusters against classes, row by row; both numbered from 0.</summary>
    /// <exception cref="ArgumentException">The lengths differ, there are no rows, or a label is negative.</exception>
    public static Scores Compare(ReadOnlySpan<int> classes, ReadOnlySpan<int> clusters) => Of(Contingency.Of(classes, clusters));

    public static Scores Of(Contingency table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var information = MutualInformation.Of(table);
        return new Scores(
            OneToOneAccuracy(table),
            Purity(table),
            information.Normalized,
            information.Adjusted(table),
            RandIndex(table),
            information.Homogeneity,
            information.Completeness,
            information.VMeasure);
    }

    private static double OneToOneAccuracy(Contingency table)
    {
        var matched = 0L;
        for (var i = 0; i < table.ClassCount; i++)
        {
            if (table.ClusterOfClass[i] >= 0)
                matched += table[i, table.ClusterOfClass[i]];
        }

        return (double)matched / table.Total;
    }

    private static double Purity(Contingency table)
    {
        var most = new long[table.ClusterCount];
        for (var i = 0; i < table.ClassCount; i++)
        {
            var row = table.Row(i);
            for (var j = 0; j < row.Length; j++)
                most[j] = Math.Max(most[j], row[j]);
        }

        return (double)most.Sum() / table.Total;
    }

    // (pairs together in both − expected) / (mean of pairs together in either − expected)
    private static double RandIndex(Contingency table)
    {
        var (both, ofClasses, ofClusters) = (Pairs(table.Counts), Pairs(table.ClassSizes), Pairs(table.ClusterSizes));
        if (both == ofClasses && both == ofClusters)
            return 1;  // perfect; also where no pair or every pair is together in both, and the formula is 0 / 0
        var expected = (double)ofClasses / (double)Pairs([table.Total]) * (double)ofClusters;
        return ((double)both - expected) / (((double)(ofClasses + ofClusters) / 2) - expected);
    }

    // Σ n (n − 1) / 2, exact: billions of rows make more pairs than 64 bits count
    private static Int128 Pairs(ReadOnlySpan<long> sizes)
    {
        Int128 pairs = 0;
        foreach (var size in sizes)
            pairs += (Int128)size * (size - 1) / 2;
        return pairs;
    }
}
