using Kindred.Clustering.Heads;
using Kindred.Methods;
using Kindred.Neighbours;
using Kindred.Networks;
using Kindred.Networks.Layers;
using Kindred.Networks.Optimizers;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Clustering;

/// <summary>Clusters by classifiers that put neighbours together and use every cluster: many linear heads learn at once, the best of them vote, the graph of neighbours smooths the vote, and one
/// classifier learns it.</summary>
/// <remarks>
/// Van Gansbeke, Vandenhende, Georgoulis, Proesmans and Van Gool 2020, arXiv:2005.12320 (SCAN), on rows that are codes already: heads are chosen by their loss over all rows and neighbours, aligned one to one to the best, and
/// averaged; smoothing: Zhou, Bousquet, Lal, Weston and Schölkopf 2004, "Learning with local and global consistency", equation 3.
/// </remarks>
public sealed record NeighbourHeads : IClusterer<ClassifierModel>
{
    internal static MethodKind<IClusterer> Method { get; } = new("heads", ClassifierModel.StoredAs, "Van Gansbeke, Vandenhende, Georgoulis, Proesmans and Van Gool 2020", order => new NeighbourHeads
    {
        ClusterCount = order.ClusterCount,
        Heads = order.Whole("heads", 48, isFirst: true),
        NeighbourCount = order.Whole("neighbours", 20),
        Entropy = order.Real("entropy", 5),
        Seed = order.Seed,
    });

    string IClusterer.Name => "neighbour heads";

    public required int ClusterCount { get; init => field = Guard.Positive(value); }

    /// <summary>Heads that learn beside each other.</summary>
    public int Heads { get; init => field = Guard.Positive(value); } = 48;

    /// <summary>Neighbours of each row; fewer where a cluster would have fewer than twice as many rows.</summary>
    public int NeighbourCount { get; init => field = Guard.Positive(value); } = 20;

    /// <summary>λ; how much it is worth to a head that all clusters are used.</summary>
    public double Entropy { get; init => field = Guard.NotNegative(value); } = 5;

    /// <summary>The share of the heads that vote: those of the lowest loss.</summary>
    public double VotingShare { get; init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The share must be above zero and at most one."); } = 0.25;

    /// <summary>How often votes pass along the graph; 0 leaves them.</summary>
    public int SmoothingRounds { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There are no rounds or more."); } = 10;

    /// <summary>Steps of the heads' training, at least.</summary>
    public int Steps { get; init => field = Guard.Positive(value); } = 800;

    /// <summary>Rows per step, each with a neighbour; a quarter of the rows where these are few.</summary>
    public int BatchSize { get; init => field = Guard.Positive(value); } = 1024;

    /// <summary>Of Adam; it falls to a hundredth along half a cosine.</summary>
    public double LearningRate { get; init => field = Guard.Positive(value); } = 3e-3;

    public ulong Seed { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer rows than clusters or than two, no columns, or values that are not finite.</exception>
    public ClassifierModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: Math.Max(2, ClusterCount));
        DistinctRows.Require(x, ClusterCount);
        cancellation.ThrowIfCancellationRequested();
        var (input, rng) = (HeadInput.From(x), new Rng(Seed));
        var rows = input.Of(x);
        var count = Math.Clamp(x.Rows / (2 * ClusterCount), 1, Math.Min(NeighbourCount, x.Rows - 1));
        var neighbours = NeighbourSearch.Of(rows, count, Metric.Euclidean, Seed, progress, cancellation);
        var (heads, curve) = Train(rows, neighbours, rng, progress, cancellation);
        var vote = HeadVote.Of(heads, Math.Max(1, (int)(VotingShare * Heads)), rows, neighbours, Entropy, cancellation);
        var smoothed = vote.Smoothed(neighbours, SmoothingRounds, cancellation);
        var (network, losses) = Learn(rows, smoothed, rng, progress, cancellation);
        var model = new ClassifierModel(input, network, ClusterCount);
        return model.WithCentresOf(rows, new Dictionary<string, double>
        {
            ["neighbours"] = count,
            ["heads"] = Heads,
            ["votingHeads"] = vote.Voters,
            ["headLoss"] = vote.LowestLoss,
            ["medianHeadLoss"] = vote.MedianLoss,
            ["trainingLoss"] = curve.Epochs[^1].TrainingLoss / Heads,
            ["headAgreement"] = vote.Agreement,
            ["confidence"] = HeadVote.Confidence(smoothed),
            ["classifierLoss"] = losses.Epochs[^1].TrainingLoss,
            ["classifierAgreement"] = HeadVote.Share(HeadVote.Clusters(smoothed), HeadVote.Clusters(model.PredictProbabilities(x))),
        });
    }

    private (IReadOnlyList<LinearHead> Heads, TrainingHistory History) Train(Matrix rows, NeighbourTable neighbours, Rng rng, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var weight = Parameter.InPanels("heads", rows.Columns, Heads * ClusterCount);
        var bias = new Parameter("biases", Heads * ClusterCount);
        var start = rng.Split(0);
        weight.Set([.. Enumerable.Range(0, weight.Length).Select(_ => (float)(0.05 * start.NextNormal()))]);
        var seed = rng.Split(1).State;
        void Neighbour(ReadOnlySpan<float> values, int row, int visit, int version, Span<float> result)
        {
            if (version == 0)
            {
                values.CopyTo(result);
                return;
            }

            var state = seed ^ (((ulong)(uint)row << 32) | (uint)visit);
            rows.Row(neighbours.Indices(row)[(int)(Rng.NextBits(ref state) % (ulong)neighbours.Count)]).CopyTo(result);
        }

        var history = Run([weight, bias], rows, batch => batch.Versions(2, Neighbour).Dense(weight, bias).NeighbourLoss(Heads, Entropy), rng.Split(2), progress, cancellation);
        return (LinearHead.Of(weight, bias, Heads), history);
    }

    /// <summary>One classifier of what the heads together say of every row.</summary>
    private (Sequential Network, TrainingHistory History) Learn(Matrix rows, Matrix targets, Rng rng, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var network = ClassifierModel.Build(rows.Columns, ClusterCount, rng.Split(3));
        Tensor Loss(Batch batch)
        {
            var target = batch.Input(ClusterCount, (chosen, values) =>
            {
                for (var i = 0; i < chosen.Length; i++)
                    targets.Row(chosen[i]).CopyTo(values[(i * ClusterCount)..]);
            });
            return network.Forward(batch.X).CategoricalCrossEntropy(target);
        }

        return (network, Run(network.Parameters, rows, Loss, rng.Split(4), progress, cancellation));
    }

    private TrainingHistory Run(
        IReadOnlyList<Parameter> parameters, Matrix rows, Func<Batch, Tensor> loss, Rng rng, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var batch = Math.Min(BatchSize, Math.Max(2, rows.Rows / 4));
        var steps = rows.Rows / batch;
        var epochs = (Steps + steps - 1) / steps;
        var trainer = new Trainer
        {
            Epochs = epochs,
            BatchSize = batch,
            DropRemainder = true,
            Optimizer = new Adam { LearningRate = LearningRate, Schedule = new CosineSchedule { Steps = epochs * steps, End = 0.01 } },
        };
        return trainer.Run(parameters, new TrainingData(rows), loss, rng, checkpoint: null, progress, cancellation);
    }
}
