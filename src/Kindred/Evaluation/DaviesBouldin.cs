using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>The mean over clusters of the worst (sᵍ + sʰ) / ‖cᵍ − cʰ‖, s being the mean distance of rows to their centre. From 0 up; lower is better.</summary>
/// <remarks>Davies and Bouldin 1979, doi:10.1109/TPAMI.1979.4766909.</remarks>
public static class DaviesBouldin
{
    /// <param name="x">The rows as they were grouped.</param>
    /// <param name="clusters">The cluster of every row, numbered from 0; clusters without rows do not count, nor do rows in no cluster (−1).</param>
    /// <returns>0 when all rows lie on their centres; pairs of clusters with one centre are left out, as in scikit-learn.</returns>
    /// <exception cref="ArgumentException">There are fewer than 2 clusters or as many as rows, the lengths differ, or a value is not finite.</exception>
    public static double Of(Matrix x, ReadOnlySpan<int> clusters)
    {
        (x, var clustered) = Noise.Without(x, clusters);
        var centres = new ClusterCentres(x, clustered);
        var spreads = new double[centres.Count];
        for (var i = 0; i < x.Rows; i++)
            spreads[centres.Clusters[i]] += Math.Sqrt(centres.SquaredDistance(x.Row(i), centres.Clusters[i]));
        for (var g = 0; g < spreads.Length; g++)
            spreads[g] /= centres.Sizes[g];

        var sum = 0.0;
        for (var g = 0; g < centres.Count; g++)
            sum += Worst(centres, spreads, g);
        return sum / centres.Count;
    }

    private static double Worst(ClusterCentres centres, double[] spreads, int cluster)
    {
        var worst = 0.0;
        for (var other = 0; other < centres.Count; other++)
        {
            var distance = Distance(centres.Centre(cluster), centres.Centre(other));
            if (distance > 0)
                worst = Math.Max(worst, (spreads[cluster] + spreads[other]) / distance);
        }

        return worst;
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var j = 0; j < a.Length; j++)
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        return Math.Sqrt(sum);
    }
}
