using Kindred.Evaluation;
using Kindred.Graphs;
using Kindred.Neighbours;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Threads;
using Kindred.Storage;

namespace Kindred.Clustering;

/// <summary>Clusters known by rows that lie in them: a new row goes where its nearest kept rows are, each vote weighted as its edge in UMAP's graph would be.</summary>
/// <remarks>Distances are the mean over the nearest kept rows, in units of what is usual in the cluster: about 1 is usual, large is untypical.</remarks>
public sealed class NeighbourVoteModel : IVoteModel
{
    private readonly Matrix _kept;
    private readonly int[] _clusters;
    private readonly NearestNeighbours _search;
    private readonly Lazy<ExactIndex> _index;
    private readonly UsualDistances _usual;

    internal NeighbourVoteModel(Matrix kept, int[] clusters, int neighbours, Metric metric, UsualDistances usual)
    {
        (_kept, _clusters, _usual) = (kept, clusters, usual);
        _search = new NearestNeighbours { Count = Math.Min(neighbours, kept.Rows), Metric = metric };
        _index = new Lazy<ExactIndex>(() => _search.Over(_kept));
    }

    public int Columns => _kept.Columns;

    public int ClusterCount => _usual.OfCluster.Count;

    /// <summary>Rows that new ones are compared with; fewer than were fitted where those were many.</summary>
    public int KeptRows => _kept.Rows;

    /// <summary>Whether a row that is one of the kept rows goes where that is.</summary>
    public bool KeepsKnownRows { get; internal init; }

    /// <summary>What shares of votes are worth; null where that was not looked at, and probabilities are the shares themselves.</summary>
    public ShareCalibration? Calibration { get; private init; }

    /// <summary>Where the fit put each row; the probability is the share of its edges' weights that stay in its cluster, calibrated where that was looked at.</summary>
    public Membership? Fitted { get; init; }

    public NeighbourGraph? Graph { get; init; }

    public IReadOnlyDictionary<string, double> Outcome { get; init; } = new Dictionary<string, double>();

    internal static StoredKind StoredAs { get; } = new("neighbour-vote", Read);

    StoredKind IStored.Kind => StoredAs;

    /// <inheritdoc/>
    public IClusterModel Calibrated(ShareCalibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        return new NeighbourVoteModel(_kept, _clusters, _search.Count, _search.Metric, _usual)
        {
            Calibration = calibration,
            KeepsKnownRows = KeepsKnownRows,
            Fitted = Fitted is { Probabilities: { } shares } ? Fitted with { Probabilities = Array.ConvertAll(shares, calibration.At) } : Fitted,
            Graph = Graph,
            Outcome = Outcome,
        };
    }

    /// <summary>The cluster with most of the weighted votes, of equals the first; the probability is its share of them, calibrated where that was looked at.</summary>
    public Membership Assign(Matrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, Columns);
        var neighbours = _index.Value.Query(x);
        var (clusters, shares) = (new int[x.Rows], new float[x.Rows]);
        WorkerPool.ForEachChunk(x.Rows, (_, start, end) =>
        {
            var (weights, votes) = (new double[_search.Count], new double[ClusterCount + 1]);
            for (var i = start; i < end; i++)
                (clusters[i], shares[i]) = Vote(neighbours.Indices(i), neighbours.Distances(i), weights, votes);
        });
        return new Membership(clusters, _usual.Relative(neighbours, clusters), shares);
    }

    private (int Cluster, float Share) Vote(ReadOnlySpan<int> rows, ReadOnlySpan<float> distances, double[] weights, double[] votes)
    {
        FuzzyWeights.View(distances, _usual.OfAll, weights);
        Array.Clear(votes);
        var all = 0.0;
        for (var k = 0; k < rows.Length; k++)
        {
            votes[_clusters[rows[k]] + 1] += weights[k];
            all += weights[k];
        }

        var best = KeepsKnownRows && distances[0] == 0 ? _clusters[rows[0]] + 1 : Array.IndexOf(votes, votes.Max());
        var share = (float)(votes[best] / all);
        return (best - 1, Calibration?.At(share) ?? share);
    }

    SafeTensors IStored.Store() => new(
        [
            new StoredTensor("rows", [_kept.Rows, _kept.Columns], _kept.Values.ToArray()),
            new StoredTensor("clusters", [_kept.Rows], Array.ConvertAll(_clusters, cluster => (float)cluster)),
        ],
        new Dictionary<string, string> { ["metric"] = _search.Metric == Metric.Cosine ? "cosine" : "euclidean", ["known rows"] = KeepsKnownRows ? "kept" : "asked" },
        [StoredNumbers.Doubles("usual", [.. _usual.OfCluster]), StoredNumbers.Doubles("neighbours", [_search.Count]), StoredNumbers.Doubles("usual of all", [_usual.OfAll]), .. StoredCalibration()]);

    private IEnumerable<StoredDoubles> StoredCalibration() => Calibration is null ? []
        : [StoredNumbers.Doubles("calibrated shares", Calibration.Shares), StoredNumbers.Doubles("calibrated chances", Calibration.Chances)];

    /// <summary>Null in files in which nothing was calibrated, those of version 1 among them.</summary>
    private static ShareCalibration? ReadCalibration(SafeTensors file)
    {
        if (!file.Doubles.Any(array => array.Name == "calibrated shares"))
            return null;
        try
        {
            return new ShareCalibration(file.Finite("calibrated shares").ToArray(), file.Finite("calibrated chances").ToArray());
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidDataException(wrong.Message, wrong);
        }
    }

    private static NeighbourVoteModel Read(SafeTensors file)
    {
        if (file.ShapeOf("rows") is not [var rows and > 0, var columns and > 0])
            throw new InvalidDataException("The kept rows must be rows x columns, at least one of each.");
        var kept = file.Values("rows", [rows, columns]).ToArray();
        StoredNumbers.RequireFinite("rows", kept);
        var usual = new UsualDistances([.. Positive(file, "usual")], Positive(file, "usual of all")[0]);
        var clusters = Array.ConvertAll(file.Values("clusters", [rows]).ToArray(), value =>
            value >= Membership.NoCluster && value < usual.OfCluster.Count && value == MathF.Floor(value) ? (int)value
                : throw new InvalidDataException($"The cluster of a kept row must be a whole number from -1 to {usual.OfCluster.Count - 1}, not {value}."));
        var count = Positive(file, "neighbours")[0];
        if (count > rows || count != Math.Floor(count))
            throw new InvalidDataException($"The number of neighbours must be whole and at most the {rows} kept rows, not {count}.");
        var metric = file.Text("metric") switch
        {
            "cosine" => Metric.Cosine,
            "euclidean" => Metric.Euclidean,
            var other => throw new InvalidDataException($"There is no metric '{other}'; euclidean and cosine are known."),
        };
        return new NeighbourVoteModel(new Matrix(rows, columns, kept), clusters, (int)count, metric, usual) { Calibration = ReadCalibration(file), KeepsKnownRows = file.Metadata.GetValueOrDefault("known rows") == "kept" };
    }

    private static double[] Positive(SafeTensors file, string name)
    {
        var values = file.NotNegative(name).ToArray();
        return Array.TrueForAll(values, value => value > 0) ? values : throw new InvalidDataException($"Every number of {name} must be greater than zero.");
    }
}
