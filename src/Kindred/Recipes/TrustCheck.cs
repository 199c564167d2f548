using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Evaluation;
using Kindred.Neighbours;
using Kindred.Numerics;

namespace Kindred.Recipes;

/// <summary>Measures how far the clusters of a run can be trusted, in the space that was clustered, without classes.</summary>
public sealed record TrustCheck
{
    private const int Neighbours = 10;
    private const int WideColumns = 200;

    /// <summary>Rows looked at: all, or so many drawn by chance.</summary>
    public int MaxRows { get; init => field = Guard.Positive(value); } = 4000;

    /// <summary>Random halves that are clustered anew.</summary>
    public int Parts { get; init => field = Guard.Positive(value); } = 10;

    public ulong Seed { get; init; }

    /// <summary>For runs of many recipes: five parts, or two of rows so wide that one mixture of them takes as long as all else.</summary>
    public static TrustCheck For(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new TrustCheck { Parts = data.Shape.Size > WideColumns ? 2 : 5 };
    }

    /// <param name="rows">The rows that were clustered.</param>
    /// <param name="membership">Where they went.</param>
    /// <param name="shares">The share of each row's neighbours in its cluster, where the method tells; null otherwise.</param>
    /// <param name="clusterCount">How many clusters there are.</param>
    /// <param name="clusterer">What clustered them.</param>
    /// <param name="progress">Hears of the parts.</param>
    /// <param name="cancellation">Stops between parts.</param>
    /// <returns>The trust, and what those shares are worth where there are enough rows to tell.</returns>
    internal (Trust Trust, ShareCalibration? Calibration) Of(
        ImageSet rows, int[] membership, float[]? shares, int clusterCount, IClusterer clusterer, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var drawn = new Rng(Seed).Permutation(rows.Count).AsSpan(0, Math.Min(rows.Count, MaxRows)).ToArray();
        Array.Sort(drawn);
        var (x, clusters) = (rows.Take(drawn).Pixels, Array.ConvertAll(drawn, row => membership[row]));
        var connected = x.Rows > Neighbours ? Connectedness.Of(new NearestNeighbours { Count = Neighbours }.Of(x, cancellation: cancellation), clusters) : null;
        var filled = clusters.Where(cluster => cluster >= 0).Distinct().Count();
        var isSeveral = filled > 1 && filled < clusters.Count(cluster => cluster >= 0);  // where every row is a cluster of its own there is nothing to compare
        var silhouettes = isSeveral ? Silhouette.OfEach(x, clusters, seed: Seed, cancellation: cancellation) : null;
        var stability = Stability(x, clusters, clusterCount, clusterer, progress, cancellation);
        var (other, name) = Other(clusterer, clusterCount);
        var calibration = shares is null || stability is null ? null : ShareCalibration.Of(Array.ConvertAll(drawn, row => shares[row]), stability.Draws, stability.Returns);
        var trust = new Trust(
            x.Rows,
            isSeveral ? Known(Silhouette.Of(x, clusters, seed: Seed, cancellation: cancellation).Value) : null,
            stability is null ? null : Known(stability.Overall),
            isSeveral && x.Rows >= clusterCount ? Attempt(() => Agreement.Of(clusters, other.Fit(x, cancellation: cancellation) is var fit && fit.Fitted is { } own ? own.Clusters : fit.Predict(x))) : null,
            name,
            connected is null ? null : Known(connected.Share),
            [.. Enumerable.Range(0, clusterCount).Select(cluster => OfCluster(cluster, silhouettes, stability, connected))])
        {
            CalibrationError = calibration is null ? null : Known(calibration.Error),
        };
        return (trust, calibration);
    }

    private static ClusterTrust OfCluster(int cluster, ValueList<Silhouette>? silhouettes, Stability? stability, Connectedness? connected)
    {
        var silhouette = silhouettes is not null && cluster < silhouettes.Count ? Known(silhouettes[cluster].Value) : null;
        var again = stability is not null && cluster < stability.OfCluster.Count ? Known(stability.OfCluster[cluster]) : null;
        var share = connected is not null && cluster < connected.OfCluster.Count ? Known(connected.OfCluster[cluster].Share) : null;
        return new ClusterTrust(cluster, silhouette, again, share, silhouette < 0 || again < Trust.LeastStability);
    }

    /// <summary>Null where a half has too few rows for so many clusters, or cannot be clustered.</summary>
    private Stability? Stability(Matrix x, int[] clusters, int clusterCount, IClusterer clusterer, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        if (x.Rows < 4 * clusterCount || clusterCount < 2)
            return null;
        try
        {
            return new Resampling { Count = Parts, Seed = Seed }.Of(clusters, Cluster, progress, cancellation);
        }
        catch (FitException)
        {
            return null;
        }

        IReadOnlyList<int> Cluster(int[] part)
        {
            var rows = x.Take(part);
            var model = clusterer.Fit(rows, progress: null, cancellation);
            return model.Fitted?.Clusters ?? model.Assign(rows).Clusters;
        }
    }

    /// <summary>k-means, or, where that was it, the communities of the neighbour graph.</summary>
    private (IClusterer Method, string Name) Other(IClusterer clusterer, int clusterCount)
    {
        var others = new IClusterer[] { new KMeans { ClusterCount = clusterCount, Seed = Seed }, new Leiden { ClusterCount = clusterCount, Seed = Seed } };
        var other = others.First(method => method.Name != clusterer.Name);
        return (other, other.Name);
    }

    private static double? Attempt(Func<double> measure)
    {
        try
        {
            return Known(measure());
        }
        catch (FitException)
        {
            return null;
        }
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
