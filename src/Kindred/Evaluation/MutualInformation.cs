namespace Kindred.Evaluation;

/// <summary>What classes and clusters tell about each other, in nats.</summary>
/// <param name="Shared">I(C; G)</param>
/// <param name="ClassEntropy">H(C)</param>
/// <param name="GroupEntropy">H(G)</param>
internal readonly record struct MutualInformation(double Shared, double ClassEntropy, double GroupEntropy)
{
    private const double Negligible = 1e-20;  // a weight relative to the largest of its distribution

    public double Homogeneity => ClassEntropy > 0 ? Math.Min(1, Shared / ClassEntropy) : 1;

    public double Completeness => GroupEntropy > 0 ? Math.Min(1, Shared / GroupEntropy) : 1;

    public double VMeasure => Homogeneity + Completeness is var sum and > 0 ? 2 * Homogeneity * Completeness / sum : 0;

    public double Normalized => ClassEntropy + GroupEntropy is var sum and > 0 ? Math.Min(1, 2 * Shared / sum) : 1;

    public static MutualInformation Of(Contingency table)
    {
        var (classes, clusters) = (Entropy(table.ClassSizes, table.Total), Entropy(table.ClusterSizes, table.Total));
        var shared = 0.0;
        for (var i = 0; i < table.ClassCount; i++)
        {
            for (var j = 0; j < table.ClusterCount; j++)
            {
                if (table[i, j] > 0)
                    shared += table[i, j] * LogRatio(table[i, j], table.ClassSizes[i], table.ClusterSizes[j], table.Total);
            }
        }

        return new(Math.Clamp(shared / table.Total, 0, Math.Min(classes, clusters)), classes, clusters);
    }

    /// <summary>(I − E[I]) / ((H(C) + H(G)) / 2 − E[I])</summary>
    public double Adjusted(Contingency table)
    {
        if (IsPerfect(table))
            return 1;  // where all groupings of these sizes are perfect, the formula is 0 / 0
        var expected = Expected(table);
        return (Shared - expected) / (((ClassEntropy + GroupEntropy) / 2) - expected);
    }

    /// <summary>E[I] when rows are dealt to clusters at random, class and cluster sizes kept.</summary>
    /// <remarks>Exact: Vinh, Epps and Bailey 2010, equation 24a. Equal sizes are worked out once.</remarks>
    internal static double Expected(Contingency table)
    {
        var sum = 0.0;
        var clusters = Multiplicities(table.ClusterSizes);
        foreach (var (classSize, classCount) in Multiplicities(table.ClassSizes))
        {
            foreach (var (clusterSize, clusterCount) in clusters)
                sum += (double)classCount * clusterCount * ExpectedCell(classSize, clusterSize, table.Total);
        }

        return sum / table.Total;
    }

    // E[n log(n N / ab)] for n hypergeometric. Weights relative to the mode, by p(n + 1) / p(n) = (a − n)(b − n) / ((n + 1)(N − a − b + n + 1)),
    // are summed as they come and divide in the end: no factorials, so nothing is lost to large logarithms.
    private static double ExpectedCell(long a, long b, long total)
    {
        var (first, last) = (Math.Max(0, a + b - total), Math.Min(a, b));
        var mode = Math.Clamp((long)((a + 1.0) * (b + 1.0) / (total + 2.0)), first, last);
        var (weights, sum) = (1.0, Term(mode));
        var weight = 1.0;
        for (var n = mode; n < last && weight > Negligible; n++)
        {
            weight *= (double)(a - n) * (b - n) / ((n + 1.0) * (total - a - b + n + 1.0));
            (weights, sum) = (weights + weight, sum + (weight * Term(n + 1)));
        }

        weight = 1;
        for (var n = mode; n > first && weight > Negligible; n--)
        {
            weight *= n * (total - a - b + (double)n) / ((a - n + 1.0) * (b - n + 1.0));
            (weights, sum) = (weights + weight, sum + (weight * Term(n - 1)));
        }

        return sum / weights;

        double Term(long n) => n > 0 ? n * LogRatio(n, a, b, total) : 0;
    }

    // log(n N / ab)
    private static double LogRatio(long n, long a, long b, long total) => Math.Log((double)n / a * ((double)total / b));

    private static double Entropy(ReadOnlySpan<long> sizes, long total)
    {
        var sum = 0.0;
        foreach (var size in sizes)
        {
            if (size > 0)
                sum -= (double)size / total * Math.Log((double)size / total);
        }

        return sum;
    }

    private static (long Size, int Count)[] Multiplicities(ReadOnlySpan<long> sizes) =>
        [.. sizes.ToArray().Where(size => size > 0).GroupBy(size => size).Select(same => (same.Key, same.Count())).OrderBy(pair => pair.Key)];

    private static bool IsPerfect(Contingency table)
    {
        for (var i = 0; i < table.ClassCount; i++)
        {
            for (var j = 0; j < table.ClusterCount; j++)
            {
                var count = table[i, j];
                if (count > 0 && (count != table.ClassSizes[i] || count != table.ClusterSizes[j]))
                    return false;
            }
        }

        return true;
    }
}
