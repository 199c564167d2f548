using Kindred.Clustering.Density;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;
using Kindred.Storage;

namespace Kindred.Clustering;

/// <summary>Clusters found by <see cref="Hdbscan"/>, with the rows they were found in: new rows join what is dense near them.</summary>
public sealed unsafe class HdbscanModel : IClusterModel
{
    private const int RowsAtOnce = 64;

    private readonly Matrix _rows;
    private readonly int _minSamples;
    private readonly BoxTree _tree;
    private readonly float[] _cores;  // squared, by place, in the tree's unit
    private readonly DensityHierarchy _hierarchy;
    private readonly float[] _outlierScores;

    internal HdbscanModel(Matrix rows, int minSamples, BoxTree tree, float[] cores, DensityHierarchy hierarchy, float[] outlierScores)
    {
        (_rows, _minSamples, _tree, _cores, _hierarchy, _outlierScores) = (rows, minSamples, tree, cores, hierarchy, outlierScores);
        Fitted = outlierScores.Length == 0 ? null : Members(rows.Rows, row => hierarchy.Joining(row, 0));
    }

    /// <summary>How many were found.</summary>
    public int ClusterCount => _hierarchy.Count;

    public int Columns => _rows.Columns;

    /// <summary>Where every fitted row went, as <see cref="Assign"/> tells it; null in a model from a file.</summary>
    public Membership? Fitted { get; }

    /// <summary>How far out every fitted row lies from what is dense near it, in [0, 1] (GLOSH); none in a model from a file.</summary>
    public ReadOnlySpan<float> OutlierScores => _outlierScores;

    /// <summary>The number of clusters, and the share of the fitted rows that are in none where those are known.</summary>
    public IReadOnlyDictionary<string, double> Outcome
    {
        get
        {
            var outcome = new Dictionary<string, double> { ["clusters"] = ClusterCount };
            if (Fitted is not null)
                outcome["noise"] = (double)Fitted.Clusters.Count(cluster => cluster == Membership.NoCluster) / Fitted.Count;
            return outcome;
        }
    }

    /// <summary>The fitted rows.</summary>
    internal Matrix Rows => _rows;

    internal BoxTree Tree => _tree;

    /// <summary>Squared core distances, by place in the tree, in its unit.</summary>
    internal ReadOnlySpan<float> Cores => _cores;

    StoredKind IStored.Kind => StoredAs;

    internal static StoredKind StoredAs { get; } = new("hdbscan", Read);

    SafeTensors IStored.Store() => new(
        [new StoredTensor("rows", [_rows.Rows, _rows.Columns], _rows.Values.ToArray()), new StoredTensor("cores", [_rows.Rows], _cores.AsMemory(0, _rows.Rows))],
        metadata: null,
        [StoredNumbers.Doubles("min_samples", [_minSamples]), .. _hierarchy.Store()]);

    /// <summary>Every row joins the fitted row that it reaches at the least distance, and with it stays in a cluster or falls out of all.</summary>
    /// <remarks>The distance told is the one at which it falls out, in the rows' own measure; the probability is the least such distance in
    /// its cluster over its own, and 0 for noise. Fitted rows go where the fit put them.</remarks>
    /// <exception cref="ArgumentException">Other columns than the fitted rows', or values that are not finite.</exception>
    public Membership Assign(Matrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, Columns);
        var (nearest, distances) = (new int[x.Rows], new double[x.Rows]);
        WorkerPool.Run((x.Rows + RowsAtOnce - 1) / RowsAtOnce, (part, _) =>
        {
            var (values, kept) = (new float[Columns], new float[_minSamples]);
            fixed (float* row = values)
            {
                for (var i = part * RowsAtOnce; i < Math.Min(x.Rows, (part + 1) * RowsAtOnce); i++)
                {
                    _tree.Scale(x.Row(i), row);
                    (nearest[i], distances[i]) = MutualReach.Nearest(_tree, _cores, row, CoreDistances.Of(_tree, row, kept));
                }
            }
        });
        return Members(x.Rows, i => _hierarchy.Joining(nearest[i], distances[i]));
    }

    private static Membership Members(int count, Func<int, (int Cluster, double Probability, double Distance)> member)
    {
        var members = new Membership(new int[count], new float[count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            var (cluster, probability, distance) = member(i);
            (members.Clusters[i], members.Probabilities![i], members.Distances[i]) = (cluster, (float)probability, (float)Math.Min(distance, float.MaxValue));
        }

        return members;
    }

    private static HdbscanModel Read(SafeTensors file)
    {
        if (file.ShapeOf("rows") is not [var count and > 0, var columns and > 0] shape || file.Finite("min_samples") is not [var minSamples])
            throw new InvalidDataException("The rows must be rows x columns, with one number of samples.");
        var values = file.Values("rows", [.. shape]).ToArray();
        StoredNumbers.RequireFinite("rows", values);
        if (!(minSamples >= 1 && minSamples <= count && minSamples == Math.Floor(minSamples)))
            throw new InvalidDataException($"The number of samples must be whole and from 1 to the {count} rows, but is {minSamples}.");
        var rows = new Matrix(count, columns, values);
        var tree = new BoxTree(rows, CancellationToken.None);
        return new HdbscanModel(rows, (int)minSamples, tree, CoresOf(file, tree), DensityHierarchy.Read(file, count), outlierScores: []);
    }

    private static float[] CoresOf(SafeTensors file, BoxTree tree)
    {
        var cores = CoreDistances.Empty(tree);
        var stored = file.Values("cores", [tree.Rows.Length]);
        for (var place = 0; place < stored.Length; place++)
            cores[place] = stored[place] >= 0 ? stored[place] : throw new InvalidDataException($"Core distances must not be negative, but one is {stored[place]}.");
        return cores;
    }
}
