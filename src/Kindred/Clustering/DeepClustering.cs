using Kindred.Clustering.Deep;
using Kindred.Encoding;
using Kindred.Methods;
using Kindred.Networks;
using Kindred.Networks.Optimizers;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Clustering;

/// <summary>Codes and clusters learned together: an autoencoder is trained, k-means finds centres among its codes, and then encoder and centres are moved so that clusters part.</summary>
/// <remarks>What is lowered is the <see cref="Objective"/>'s; the steps around it are those of Xie, Girshick and Farhadi 2016, arXiv:1511.06335, section 3: targets are made of all rows, here once a pass, and it ends when
/// hardly a row changes its cluster. Rows outside [0, 1] are brought there by one range for all values.</remarks>
public sealed record DeepClustering : IClusterer<DeepClusterModel>, IStreamedClusterer
{
    internal static MethodKind<IClusterer> Dec { get; } = Kind("dec", new Dec(), "Xie, Girshick and Farhadi 2016");

    internal static MethodKind<IClusterer> Idec { get; } = Kind("idec", new Idec(), "Guo, Gao, Liu and Yin 2017");

    internal static MethodKind<IClusterer> Dcn { get; } = Kind("dcn", new Dcn(), "Yang, Fu, Sidiropoulos and Hong 2017");

    string IClusterer.Name => Objective.Name;

    public required int ClusterCount { get; init => field = Guard.Positive(value); }

    public required IClusterObjective Objective { get; init; }

    /// <summary>Of the autoencoder; null takes dense layers of <see cref="Widths"/>.</summary>
    public IArchitecture? Architecture { get; init; }

    /// <summary>Units of the hidden layers, then numbers in the code, where no other architecture is given; those of the papers.</summary>
    public ValueList<int> Widths { get; init; } = [500, 500, 2000, 10];

    /// <summary>How the autoencoder is trained before there are clusters.</summary>
    public Trainer Pretraining { get; init; } = new() { Epochs = 50 };

    /// <summary>Passes over all rows after that, at most.</summary>
    public int MostPasses { get; init => field = Guard.Positive(value); } = 50;

    /// <summary>It ends when fewer than this share of the rows change their cluster in a pass.</summary>
    public double StopShare { get; init => field = Guard.NotNegative(value); } = 0.001;

    /// <summary>Of Adam, while clusters part.</summary>
    public double LearningRate { get; init => field = Guard.Positive(value); } = 1e-4;

    /// <summary>Starts of the k-means among the codes.</summary>
    public int Restarts { get; init => field = Guard.Positive(value); } = 20;

    public ulong Seed { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer rows than clusters or than two, no columns, or values that are not finite.</exception>
    public DeepClusterModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: Math.Max(2, ClusterCount));
        return Fit(DeepRows.Of(x, ClusterCount), progress, cancellation);
    }

    /// <summary>Codes and targets of all rows are kept; where they have no room, a sample is learned from.</summary>
    string? IStreamedClusterer.NeedsSampleOf(IRowSource x, StreamSettings stream) =>
        DeepRows.NeedsSample(Objective.Name, x.Rows, Architecture?.CodeLength() ?? Widths[^1], ClusterCount, stream.AgreedMemory());

    IClusterModel IStreamedClusterer.Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        Guard.Samples(x.Rows, x.Columns, atLeast: Math.Max(2, ClusterCount));
        return Fit(DeepRows.Of(x, ClusterCount, stream, cancellation), progress, cancellation);
    }

    private DeepClusterModel Fit(DeepRows rows, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var architecture = Architecture ?? new DenseArchitecture { Widths = [rows.Samples.Columns, .. Widths] };
        var pretrained = Deep.Pretraining.Fit(architecture, Pretraining, Seed, rows, ClusterCount, Objective.Name, progress, cancellation);
        var centres = new KMeans { ClusterCount = ClusterCount, Restarts = Restarts, Seed = Seed }.Fit(rows.Codes(pretrained, cancellation), progress, cancellation).Centres;
        return Refine(pretrained, centres, rows, new Rng(Seed), progress, cancellation);
    }

    private DeepClusterModel Refine(AutoencoderModel pretrained, Matrix start, DeepRows rows, Rng rng, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var network = pretrained.CopyNetwork();
        var centres = new Parameter("centres", start.Rows, start.Columns) { Trainable = Objective.LearnsCentres };
        centres.Set(start.Values);
        var (targets, clusters, changed) = (new Matrix(rows.Samples.Rows, ClusterCount), Array.Empty<int>(), 1.0);
        Tensor Cost(Batch batch)
        {
            var codes = network.Encoder.Forward(batch.X.Reshape([batch.X.Rows, .. network.InputShape]));
            var target = batch.Input(ClusterCount, (chosen, values) =>
            {
                for (var i = 0; i < chosen.Length; i++)
                    targets.Row(chosen[i]).CopyTo(values[(i * ClusterCount)..]);
            });
            return Objective.Cost(new DeepBatch(codes.Flatten(), batch.Graph.Of(centres), target, () => network.Decoder.Forward(codes).Flatten().MeanSquaredError(batch.X)));
        }

        var trainer = new Trainer { Epochs = MostPasses, Optimizer = new Adam { LearningRate = LearningRate } }.SharedBy(rows.Communicator);
        using var session = trainer.Begin([.. network.Parameters, centres], new TrainingData(rows.Samples), Cost, rng.Split(1));
        while (true)
        {
            var now = new Matrix(start.Rows, start.Columns, centres.ToArray());
            var codes = rows.Codes(new AutoencoderModel(pretrained.Architecture, network, pretrained.History, check: null), cancellation);
            var found = Nearest(codes, now);
            changed = clusters.Length == 0 ? 1 : found.Zip(clusters).Average(pair => pair.First == pair.Second ? 0.0 : 1);
            clusters = found;
            if (session.Finished || changed < StopShare)
                break;
            targets = Objective.Targets(codes, now);
            centres.Set(Objective.Centres(codes, targets, now).Values);
            session.Epoch(cancellation);
            progress?.Report(session.Progress);
        }

        var encoder = new AutoencoderModel(pretrained.Architecture, network, session.Epochs.Count > 0 ? session.Finish() : pretrained.History, pretrained.Check);
        return new DeepClusterModel(rows.Range, encoder, new Matrix(start.Rows, start.Columns, centres.ToArray()))
        {
            Outcome = new Dictionary<string, double>
            {
                ["passes"] = session.Epochs.Count,
                ["converged"] = changed < StopShare ? 1 : 0,
                ["changedShare"] = changed,
                ["explainedVariance"] = pretrained.Check?.ExplainedVariance ?? 0,
            },
        };
    }

    private static int[] Nearest(Matrix codes, Matrix centres) => new KMeansModel(centres).Assign(codes).Clusters;

    private static MethodKind<IClusterer> Kind(string word, IClusterObjective objective, string papers) => new(word, DeepClusterModel.StoredAs, papers, order => new DeepClustering
    {
        ClusterCount = order.ClusterCount,
        Objective = objective,
        Pretraining = new Trainer { Epochs = order.Whole("pretraining", order.Rows < 20_000 ? 50 : 15), BatchSize = Math.Clamp(order.Rows / 20, 16, 256) },
        MostPasses = order.Whole("passes", 50),
        Seed = order.Seed,
    })
    { TakesUnitRange = true };
}
