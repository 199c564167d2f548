using Kindred.Numerics;

namespace Kindred.Evaluation;

/// <summary>Spread between clusters over spread within: (n − k) Σ nᵍ‖cᵍ − c‖² / ((k − 1) Σ‖x − cᵍ‖²). From 0 up; higher is better.</summary>
/// <remarks>Caliński and Harabasz 1974, doi:10.1080/03610927408827101.</remarks>
public static class CalinskiHarabasz
{
    /// <param name="x">The rows as they were grouped.</param>
    /// <param name="clusters">The cluster of every row, numbered from 0; clusters without rows do not count, nor do rows in no cluster (−1).</param>
    /// <returns>1 when all rows lie on their centres, as in scikit-learn.</returns>
    /// <exception cref="ArgumentException">There are fewer than 2 clusters or as many as rows, the lengths differ, or a value is not finite.</exception>
    public static double Of(Matrix x, ReadOnlySpan<int> clusters)
    {
        (x, var clustered) = Noise.Without(x, clusters);
        var centres = new ClusterCentres(x, clustered);
        var within = 0.0;
        for (var i = 0; i < x.Rows; i++)
            within += centres.SquaredDistance(x.Row(i), centres.Clusters[i]);
        return within == 0 ? 1 : Between(centres, Statistics.ColumnMeans(x)) / within * (x.Rows - centres.Count) / (centres.Count - 1);
    }

    private static double Between(ClusterCentres centres, double[] mean)
    {
        var between = 0.0;
        for (var g = 0; g < centres.Count; g++)
        {
            var centre = centres.Centre(g);
            for (var j = 0; j < mean.Length; j++)
                between += centres.Sizes[g] * (centre[j] - mean[j]) * (centre[j] - mean[j]);
        }

        return between;
    }
}
