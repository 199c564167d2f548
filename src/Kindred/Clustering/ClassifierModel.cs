using System.Numerics.Tensors;
using Kindred.Clustering.Heads;
using Kindred.Encoding;
using Kindred.Networks;
using Kindred.Networks.Layers;
using Kindred.Networks.Storage;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Storage;

namespace Kindred.Clustering;

/// <summary>Clusters told by a small network: one hidden layer, then the probability of each cluster.</summary>
/// <remarks>Distances are those from the mean of the cluster's training rows, in units in which rows are eight away from the mean of all (root of the mean square).</remarks>
public sealed class ClassifierModel : ISoftClusterModel
{
    private const int Hidden = 128;

    private readonly HeadInput _input;
    private readonly Sequential _network;
    private readonly Matrix _centres;

    internal ClassifierModel(HeadInput input, Sequential network, int clusterCount)
        : this(input, network, new Matrix(clusterCount, input.Mean.Length))
    {
    }

    private ClassifierModel(HeadInput input, Sequential network, Matrix centres) => (_input, _network, _centres) = (input, network, centres);

    public int Columns => _centres.Columns;

    public int ClusterCount => _centres.Rows;

    /// <summary>How the fit went, where it is known: losses, how far heads, their smoothed vote and this classifier agree.</summary>
    public IReadOnlyDictionary<string, double> Outcome { get; private init; } = new Dictionary<string, double>();

    internal HeadInput Input => _input;

    internal Sequential Network => _network;

    internal Matrix Centres => _centres;

    internal static StoredKind StoredAs { get; } = new("classifier", Read);

    StoredKind IStored.Kind => StoredAs;

    /// <inheritdoc/>
    public Matrix PredictProbabilities(Matrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, Columns);
        return Probabilities(_input.Of(x));
    }

    /// <inheritdoc/>
    public Membership Assign(Matrix x)
    {
        Guard.Samples(x, atLeast: 0);
        Guard.Columns(x.Columns, Columns);
        var rows = _input.Of(x);
        var probabilities = Probabilities(rows);
        var clusters = HeadVote.Clusters(probabilities);
        return new Membership(
            clusters,
            [.. clusters.Select((cluster, i) => TensorPrimitives.Distance(rows.Row(i), _centres.Row(cluster)))],
            [.. clusters.Select((cluster, i) => probabilities.Row(i)[cluster])]);
    }

    /// <summary>columns → hidden → clusters, with starting values from <paramref name="rng"/>.</summary>
    internal static Sequential Build(int columns, int clusters, Rng rng) => new("classifier",
    [
        new Dense(columns, Hidden, Activation.Relu, Initialization.HeNormal, rng),
        new Dense(Hidden, clusters, Activation.Softmax, Initialization.GlorotUniform, rng),
    ]);

    /// <summary>The same with the means of the rows that it puts into each cluster; of a cluster without rows, the mean of all.</summary>
    internal ClassifierModel WithCentresOf(Matrix rows, IReadOnlyDictionary<string, double> outcome)
    {
        var (sums, counts) = (new double[ClusterCount * Columns], new int[ClusterCount]);
        var clusters = HeadVote.Clusters(Probabilities(rows));
        for (var i = 0; i < rows.Rows; i++)
        {
            counts[clusters[i]]++;
            for (var j = 0; j < Columns; j++)
                sums[(clusters[i] * Columns) + j] += rows.Row(i)[j];
        }

        var centres = new Matrix(ClusterCount, Columns, sums.Select((sum, at) => (float)(sum / Math.Max(1, counts[at / Columns]))).ToArray());
        return new ClassifierModel(_input, _network, centres) { Outcome = outcome };
    }

    SafeTensors IStored.Store() => new(
    [
        new StoredTensor("mean", [Columns], _input.Mean.ToArray()),
        new StoredTensor("scale", [1], new[] { _input.Scale }),
        new StoredTensor("centres", [ClusterCount, Columns], _centres.Values.ToArray()),
        .. _network.Parameters.Select(parameter => new StoredTensor(parameter.Name, ValueList.Create(parameter.Shape), parameter.ToArray())),
    ]);

    private static ClassifierModel Read(SafeTensors file)
    {
        foreach (var tensor in file.Tensors)
            StoredNumbers.RequireFinite(tensor.Name, tensor.Values.Span);
        if (file.ShapeOf("centres") is not [var clusters and > 0, var columns and > 0])
            throw new InvalidDataException("The centres must be a table of at least one row and one column.");
        var stored = file.Tensors.Sum(tensor => (long)tensor.Values.Length);
        var expected = ((long)columns * (1 + clusters + Hidden)) + 1 + Hidden + ((Hidden + 1L) * clusters);
        if (stored != expected)  // checked before anything of that size is made
            throw new InvalidDataException($"A classifier of {columns} columns and {clusters} clusters has {expected} numbers, but the file holds {stored}.");
        var network = Build(columns, clusters, new Rng(0));
        foreach (var parameter in network.Parameters)
            parameter.Set(file.Values(parameter.Name, parameter.Shape));
        return new ClassifierModel(
            new HeadInput(file.Values("mean", [columns]).ToArray(), file.Values("scale", [1])[0]), network, new Matrix(clusters, columns, file.Values("centres", [clusters, columns]).ToArray()));
    }

    private Matrix Probabilities(Matrix rows) => NetworkReplay.RequireFinite(NetworkReplay.Of(
        Samples.From(rows), ClusterCount, Columns + Hidden + (2.0 * ClusterCount), _network.Forward));
}
