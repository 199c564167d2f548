namespace Kindred.Evaluation;

/// <summary>Scores of clusters that leave rows out (cluster −1), both ways of the literature: neither alone tells how good they are.</summary>
/// <param name="AllRows">Over all rows, those in no cluster as one cluster of their own.</param>
/// <param name="Clustered">Over the rows in a cluster only, so the better the fewer hard ones are kept; null where there are none.</param>
/// <param name="Covered">The share of the rows that are in a cluster, in [0, 1].</param>
public sealed record ScoresWithNoise(Scores AllRows, Scores? Clustered, double Covered)
{
    /// <summary>Scores clusters, numbered from 0 or −1 for none, against classes, row by row.</summary>
    /// <exception cref="ArgumentException">The lengths differ, there are no rows, a class is negative, or a cluster is below −1.</exception>
    public static ScoresWithNoise Compare(ReadOnlySpan<int> classes, ReadOnlySpan<int> clusters)
    {
        var all = Scores.Compare(classes, Noise.AsCluster(clusters));
        var rows = Noise.Clustered(clusters);
        if (rows.Length == clusters.Length)
            return new ScoresWithNoise(all, all, 1);
        var (ofClasses, ofClusters) = (classes.ToArray(), clusters.ToArray());
        var clustered = rows.Length == 0 ? null
            : Scores.Compare(Array.ConvertAll(rows, row => ofClasses[row]), Array.ConvertAll(rows, row => ofClusters[row]));
        return new ScoresWithNoise(all, clustered, (double)rows.Length / clusters.Length);
    }
}
