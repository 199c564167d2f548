using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Distances;
using Kindred.Storage;

namespace Kindred.Clustering;

/// <summary>Clusters found by <see cref="Agglomerative"/>. New rows go to the nearest mean under Ward's linkage, else where their nearest fitted rows are; it is stored as such a model.</summary>
public sealed class AgglomerativeModel : IClusterModel
{
    private readonly IClusterModel _extension;

    private AgglomerativeModel(Dendrogram dendrogram, IClusterModel extension, Membership fitted) =>
        (Dendrogram, _extension, Fitted) = (dendrogram, extension, fitted);

    /// <summary>All merges, beyond those that were made.</summary>
    public Dendrogram Dendrogram { get; }

    public int Columns => _extension.Columns;

    public int ClusterCount => _extension.ClusterCount;

    /// <summary>Where the merges put the rows; under Ward's linkage with the distances to the means of their clusters.</summary>
    public Membership Fitted { get; }

    Membership? IClusterModel.Fitted => Fitted;

    /// <summary>The heights of the last merge that was made and of the next one, where there are such: far apart, the number of clusters is a natural one.</summary>
    public IReadOnlyDictionary<string, double> Outcome
    {
        get
        {
            var (outcome, made) = (new Dictionary<string, double>(), Dendrogram.Rows - ClusterCount);
            if (made > 0)
                outcome["last merge"] = Dendrogram.Merges[made - 1].Height;
            if (made < Dendrogram.Merges.Count)
                outcome["next merge"] = Dendrogram.Merges[made].Height;
            return outcome;
        }
    }

    StoredKind IStored.Kind => _extension.Kind;

    SafeTensors IStored.Store() => _extension.Store();

    /// <inheritdoc/>
    public Membership Assign(Matrix x) => _extension.Assign(x);

    internal static AgglomerativeModel Of(Matrix x, Linkage linkage, Dendrogram dendrogram, int count, CancellationToken cancellation)
    {
        var clusters = dendrogram.Cut(count);
        if (linkage != Linkage.Ward)
        {
            var vote = new NeighbourVote().Model(x, clusters, new Dictionary<string, double>(), progress: null, cancellation);
            return new AgglomerativeModel(dendrogram, vote, vote.Fitted!);
        }

        var means = Means(x, clusters, count);
        return new AgglomerativeModel(dendrogram, new KMeansModel(means), new Membership(clusters, ToMeans(x, clusters, means), Probabilities: null));
    }

    private static Matrix Means(Matrix x, int[] clusters, int count)
    {
        var (sums, sizes) = (new double[count * x.Columns], new int[count]);
        for (var i = 0; i < x.Rows; i++)
        {
            var row = x.Row(i);
            sizes[clusters[i]]++;
            for (var j = 0; j < row.Length; j++)
                sums[(clusters[i] * row.Length) + j] += row[j];
        }

        var values = new float[sums.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(sums[i] / sizes[i / x.Columns]);
        return new Matrix(count, x.Columns, values);
    }

    private static float[] ToMeans(Matrix x, int[] clusters, Matrix means)
    {
        var distances = new float[x.Rows];
        for (var i = 0; i < x.Rows; i++)
            distances[i] = MathF.Sqrt(RowDistances.SquaredEuclidean(x.Row(i), means.Row(clusters[i])));
        return distances;
    }
}
