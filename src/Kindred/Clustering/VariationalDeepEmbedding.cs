using Kindred.Clustering.Deep;
using Kindred.Encoding;
using Kindred.Methods;
using Kindred.Networks;
using Kindred.Networks.Layers;
using Kindred.Networks.Optimizers;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Clustering;

/// <summary>Variational deep embedding: rows are made from codes, codes from a mixture of normal distributions, and encoder, decoder and mixture are learned together.</summary>
/// <remarks>Jiang, Zheng, Tan, Tang and Zhou 2017, arXiv:1611.05148. As there, an autoencoder is trained first and a mixture found among its codes. A row is in the cluster that is likeliest at the mean of its code.
/// Rows outside [0, 1] are brought there by one range for all values.</remarks>
public sealed record VariationalDeepEmbedding : IClusterer<DeepMixtureModel>, IStreamedClusterer
{
    private const int StepsOfARate = 10;  // passes

    internal static MethodKind<IClusterer> Method { get; } = new("vade", DeepMixtureModel.StoredAs, "Jiang, Zheng, Tan, Tang and Zhou 2017", order => new VariationalDeepEmbedding
    {
        ClusterCount = order.ClusterCount,
        Pretraining = new Trainer { Epochs = order.Whole("pretraining", order.Rows < 20_000 ? 50 : 15), BatchSize = Math.Clamp(order.Rows / 20, 16, 256) },
        Passes = order.Whole("passes", 50),
        Seed = order.Seed,
    })
    { TakesUnitRange = true };

    string IClusterer.Name => "VaDE";

    public required int ClusterCount { get; init => field = Guard.Positive(value); }

    /// <summary>Units of the hidden layers, of which there is at least one, then numbers in the code; those of the paper.</summary>
    public ValueList<int> Widths { get; init => field = value?.Count >= 2 ? value : throw new ArgumentException("A hidden layer and the code are needed, so at least two widths.", nameof(value)); } = [500, 500, 2000, 10];

    /// <summary>How the autoencoder is trained before there are clusters.</summary>
    public Trainer Pretraining { get; init; } = new() { Epochs = 50 };

    /// <summary>Passes over all rows after that; 300 in the paper.</summary>
    public int Passes { get; init => field = Guard.Positive(value); } = 50;

    /// <summary>Of Adam, nine tenths of it after every ten passes.</summary>
    public double LearningRate { get; init => field = Guard.Positive(value); } = 2e-3;

    public ulong Seed { get; init; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer rows than clusters or than two, no columns, or values that are not finite.</exception>
    public DeepMixtureModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: Math.Max(2, ClusterCount));
        return Fit(DeepRows.Of(x, ClusterCount), progress, cancellation);
    }

    /// <summary>Codes of all rows are kept while the mixture is found; where they have no room, a sample is learned from.</summary>
    string? IStreamedClusterer.NeedsSampleOf(IRowSource x, StreamSettings stream) => DeepRows.NeedsSample("VaDE", x.Rows, Widths[^1], ClusterCount, stream.AgreedMemory());

    IClusterModel IStreamedClusterer.Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        Guard.Samples(x.Rows, x.Columns, atLeast: Math.Max(2, ClusterCount));
        return Fit(DeepRows.Of(x, ClusterCount, stream, cancellation), progress, cancellation);
    }

    private DeepMixtureModel Fit(DeepRows rows, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var architecture = new DenseArchitecture { Widths = [rows.Samples.Columns, .. Widths] };
        var pretrained = Deep.Pretraining.Fit(architecture, Pretraining, Seed, rows, ClusterCount, "VaDE", progress, cancellation);
        var start = new GaussianMixture { ClusterCount = ClusterCount, Covariance = CovarianceKind.Diagonal, Restarts = 5, Seed = Seed }.Fit(rows.Codes(pretrained, cancellation), progress, cancellation);
        return Refine(pretrained, start, rows, progress, cancellation);
    }

    private DeepMixtureModel Refine(AutoencoderModel pretrained, GaussianMixtureModel start, DeepRows rows, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var (rng, network, codeLength) = (new Rng(Seed), pretrained.CopyNetwork(), Widths[^1]);
        var spread = new Dense(Widths[^2], codeLength, Activation.Linear, Initialization.GlorotUniform, rng.Split(2));
        foreach (var parameter in spread.Parameters)
            parameter.Name = $"spread.{parameter.Name}";
        var mixture = MixtureOf(start);
        var pass = 0;
        Tensor Cost(Batch batch)
        {
            var hidden = network.Encoder.Layers.SkipLast(1).Aggregate(batch.X, (values, layer) => layer.Forward(values));
            var (means, logVariances) = (network.Encoder.Layers[^1].Forward(hidden), spread.Forward(hidden));
            var noise = batch.Input(codeLength, (chosen, values) => Noise(rng, pass, chosen, values));
            var codes = means + ((logVariances * 0.5f).Exp() * noise);
            var cost = new VariationalCost(batch.Graph.Of(mixture[0]), batch.Graph.Of(mixture[1]), batch.Graph.Of(mixture[2]));
            return network.Decoder.Forward(codes).BinaryCrossEntropy(batch.X) + (cost.Divergence(codes, means, logVariances) * (1f / rows.Samples.Columns));
        }

        var schedule = new StepSchedule { Every = StepsOfARate * (1 + ((rows.Samples.Rows - 1) / Pretraining.BatchSize)), Factor = 0.9 };
        var trainer = new Trainer { Epochs = Passes, BatchSize = Pretraining.BatchSize, Optimizer = new Adam { LearningRate = LearningRate, Schedule = schedule } }.SharedBy(rows.Communicator);
        using var session = trainer.Begin([.. network.Parameters, .. spread.Parameters, .. mixture], new TrainingData(rows.Samples), Cost, rng.Split(1));
        for (; !session.Finished; pass++)
        {
            session.Epoch(cancellation);
            progress?.Report(session.Progress);
        }

        var history = session.Finish();
        var encoder = new AutoencoderModel(pretrained.Architecture, network, history, pretrained.Check);
        return new DeepMixtureModel(rows.Range, encoder, MixtureOf(mixture, codeLength))
        {
            Outcome = new Dictionary<string, double>
            {
                ["passes"] = history.Epochs.Count,
                ["loss"] = history.Epochs[^1].TrainingLoss,
                ["explainedVariance"] = pretrained.Check?.ExplainedVariance ?? 0,
            },
        };
    }

    /// <summary>Of a row in a pass, from the seed alone: whatever batch it comes in.</summary>
    private static void Noise(Rng rng, int pass, ReadOnlySpan<int> rows, Span<float> values)
    {
        var stream = rng.Split(3).Split(pass);
        var columns = values.Length / rows.Length;
        for (var i = 0; i < rows.Length; i++)
        {
            var own = stream.Split(rows[i]);
            foreach (ref var value in values.Slice(i * columns, columns))
                value = (float)own.NextNormal();
        }
    }

    /// <summary>Logits, means and logarithms of variances, to be learned.</summary>
    private static Parameter[] MixtureOf(GaussianMixtureModel start)
    {
        var (k, d) = (start.ClusterCount, start.Columns);
        Parameter[] parameters = [new("logits", 1, k), new("means", k, d), new("logVariances", k, d)];
        parameters[0].Set(Array.ConvertAll(start.Weights.ToArray(), weight => (float)Math.Log(Math.Max(weight, 1e-6))));
        parameters[1].Set(Array.ConvertAll(start.Means.ToArray(), mean => (float)mean));
        parameters[2].Set(Array.ConvertAll(start.Covariances.ToArray(), variance => (float)Math.Log(variance)));
        return parameters;
    }

    private static GaussianMixtureModel MixtureOf(Parameter[] learned, int columns)
    {
        var logits = Array.ConvertAll(learned[0].ToArray(), logit => (double)logit);
        var (most, sum) = (logits.Max(), 0.0);
        for (var c = 0; c < logits.Length; c++)
            sum += logits[c] = Math.Exp(logits[c] - most);
        return new GaussianMixtureModel(
            CovarianceKind.Diagonal, columns, Array.ConvertAll(logits, share => share / sum),
            Array.ConvertAll(learned[1].ToArray(), mean => (double)mean), Array.ConvertAll(learned[2].ToArray(), log => Math.Exp(log)));
    }
}
