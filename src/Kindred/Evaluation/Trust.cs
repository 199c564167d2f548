namespace Kindred.Evaluation;

/// <summary>How far one cluster can be trusted, without classes.</summary>
/// <param name="Cluster">Its number.</param>
/// <param name="Silhouette">The mean over its rows, in [−1, 1]; null where it cannot be told.</param>
/// <param name="Stability">How alike the cluster is that comes in its place when random parts are clustered anew (Jaccard), in [0, 1]; null where it cannot be told.</param>
/// <param name="Connectedness">The mean share of its rows' neighbours that are in it too; null where it cannot be told.</param>
/// <param name="NeedsLook">Whether it should be looked at before it is used: it did not come again, or its rows lie nearer to another.</param>
public sealed record ClusterTrust(int Cluster, double? Silhouette, double? Stability, double? Connectedness, bool NeedsLook);

/// <summary>How far clusters can be trusted, without classes, on rows drawn from those that were clustered.</summary>
/// <param name="Rows">Rows that were looked at.</param>
/// <param name="Silhouette">The mean over rows, in [−1, 1]; null with one cluster.</param>
/// <param name="Stability">The mean adjusted Rand index with clusterings of random parts; about 0 by chance.</param>
/// <param name="Agreement">The adjusted Rand index with another method on the same rows.</param>
/// <param name="AgreementWith">That method.</param>
/// <param name="Connectedness">The mean share of a row's neighbours that are in its cluster.</param>
/// <param name="Clusters">Each cluster by itself.</param>
public sealed record Trust(
    int Rows, double? Silhouette, double? Stability, double? Agreement, string AgreementWith, double? Connectedness, IReadOnlyList<ClusterTrust> Clusters)
{
    /// <summary>How far the probabilities of a method of neighbours are from how often such rows came again, on average, where both were looked at; null otherwise.</summary>
    public double? CalibrationError { get; init; }

    /// <summary>Below this, a cluster did not come again (Hennig 2008, doi:10.1016/j.jmva.2007.07.002).</summary>
    public const double LeastStability = 0.6;

    /// <summary>What the numbers say, in plain words.</summary>
    public string Sentence()
    {
        var look = Clusters.Where(cluster => cluster.NeedsLook).Select(cluster => cluster.Cluster).ToArray();
        var again = Stability switch
        {
            null => "Too few rows to see whether the clusters come again.",
            >= 0.8 => "The clusters come again when random parts of the rows are clustered anew.",
            >= 0.5 => "The clusters come again in part when random parts of the rows are clustered anew.",
            _ => "Other clusters come when random parts of the rows are clustered anew: do not rely on these.",
        };
        return look.Length == 0 ? again : $"{again} Look at {(look.Length == 1 ? "cluster" : "clusters")} {string.Join(", ", look)} before you use {(look.Length == 1 ? "it" : "them")}.";
    }
}
