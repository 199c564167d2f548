namespace Kindred.Clustering.Density;

/// <summary>GLOSH: 1 − the least distance at which the row's last cluster or one within it still is / the distance at which the row left.</summary>
/// <remarks>Campello, Moulavi, Zimek and Sander 2015, doi:10.1145/2733381, equation 8.</remarks>
internal static class OutlierScores
{
    /// <summary>By row, in [0, 1]: large is far out from what is dense near it.</summary>
    public static float[] Of(CondensedTree tree)
    {
        var ends = tree.Clusters.Select(cluster => cluster.End).ToArray();
        for (var cluster = ends.Length - 1; cluster > 0; cluster--)
        {
            ref var above = ref ends[tree.Clusters[cluster].Parent];
            above = Math.Min(above, ends[cluster]);
        }

        var scores = new float[tree.RowClusters.Length];
        for (var row = 0; row < scores.Length; row++)
        {
            var (end, left) = (ends[tree.RowClusters[row]], tree.RowDistances[row]);
            scores[row] = left > 0 ? (float)((left - end) / left) : 0;
        }

        return scores;
    }
}
