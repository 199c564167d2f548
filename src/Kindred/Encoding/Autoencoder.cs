using Kindred.Networks;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Preprocessing;
using Kindred.Storage;

namespace Kindred.Encoding;

/// <summary>Learns short codes from which rows can be restored, by lowering the mean squared error of the restored rows.</summary>
/// <remarks>Hinton and Salakhutdinov 2006, doi:10.1126/science.1127647, trained at once, without pretraining layer by layer. Values must be in [0, 1].</remarks>
public sealed record Autoencoder : ITransformer<AutoencoderModel>, IStreamedTransformer, IEncoder
{
    string ITransformer.Name => "autoencoder";

    public required IArchitecture Architecture { get; init; }

    public Trainer Trainer { get; init; } = new() { EarlyStopping = new EarlyStopping() };

    /// <summary>The share of rows, drawn at random, held out to watch the loss on where no validation rows are given; in [0, 1).</summary>
    public double ValidationShare { get; init => field = Share(value); } = 0.1;

    /// <summary>Where the state is kept after every epoch; a fit with the same settings and data continues from there. Null keeps nothing.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Decides the starting values, the rows held out, the order of rows and the noise of dropout.</summary>
    public ulong Seed { get; init; }

    public AutoencoderModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default) =>
        Fit(x, validation: null, progress, cancellation);

    /// <summary>Watches the loss on <paramref name="validation"/> instead of rows held out of <paramref name="x"/>.</summary>
    public AutoencoderModel Fit(
        Matrix x, Matrix? validation, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: 2);
        if (validation is not null)
            Guard.Samples(validation, atLeast: 1);
        return Fit(Samples.From(x), validation is null ? null : Samples.From(validation), progress, cancellation);
    }

    /// <summary>Like <see cref="Fit(Matrix, IProgress{FitProgress}?, CancellationToken)"/>, without ever holding all rows as floats.</summary>
    public AutoencoderModel Fit(ByteMatrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default) =>
        Fit(x, validation: null, progress, cancellation);

    public AutoencoderModel Fit(
        ByteMatrix x, ByteMatrix? validation, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: 2);
        if (validation is not null)
            Guard.Samples(validation, atLeast: 1);
        return Fit(Samples.From(x), validation is null ? null : Samples.From(validation), progress, cancellation);
    }

    /// <summary>Like <see cref="Fit(Matrix, IProgress{FitProgress}?, CancellationToken)"/>, to the same bits, with the rows of every batch read where they lie: rows that memory does not hold are gathered one
    /// by one, in the order in which they would be taken from memory. What is kept of each are 16 bytes.</summary>
    /// <exception cref="IOException">Rows cannot be read.</exception>
    public AutoencoderModel Fit(IRowSource x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        Guard.Samples(x.Rows, x.Columns, atLeast: 2);
        return Fit(Samples.From(x), validation: null, progress, cancellation);
    }

    /// <summary>Processes share the rows of every batch.</summary>
    ITransform IStreamedTransformer.Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        (this with { Trainer = Trainer.SharedBy(stream.Communicator) }).Fit(x, progress, cancellation);

    ITransform ITransformer.Fit(ByteMatrix x, IProgress<FitProgress>? progress, CancellationToken cancellation) => Fit(x, progress, cancellation);

    StoredKind IEncoder.StoredAs => AutoencoderModel.StoredAs;

    IEncoder IEncoder.WithCheckpoints(string folder) => this with { CheckpointFolder = folder };

    int IEncoder.Passes => Trainer.Epochs;

    IEncoder IEncoder.WithPasses(int passes) => this with { Trainer = Trainer with { Epochs = passes }, CheckpointFolder = null };

    string IEncoder.Describe() => Architecture.Build(new Rng(Seed)).Layers.ToString();

    /// <summary>The same of rows that were looked at.</summary>
    internal AutoencoderModel Fit(Samples x, Samples? validation, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        if (x.Columns != Architecture.Inputs)
            throw new ArgumentException($"The architecture takes rows of {Architecture.Inputs} values, got {x.Columns}.", nameof(x));
        var rng = new Rng(Seed);
        if (validation is null)
            (x, validation) = HoldOut(x, rng.Split(1));
        var data = new TrainingData(x, validation);
        var baseline = RestorationBaseline.Of(data, Math.Min(2, Architecture.CodeLength()), cancellation);
        for (var start = 1; ; start++)
        {
            var network = Architecture.Build(rng.Split(start == 1 ? 0 : 3));
            network.StartAt(baseline.MeanRow);
            using var session = Trainer.Begin(
                network.Parameters, data, batch => Loss(network, batch), rng.Split(start == 1 ? 2 : 4), CheckpointOf(start));
            var mayGiveUp = start < RestorationCheck.MostStarts;
            while (!session.Finished && !(mayGiveUp && IsStuck(session, baseline)))
            {
                session.Epoch(cancellation);
                progress?.Report(session.Progress);
            }

            if (mayGiveUp && IsStuck(session, baseline))
                continue;
            var history = session.Finish();
            return new AutoencoderModel(Architecture, network, history, baseline.Check(history.Epochs[history.BestEpoch - 1], start));
        }
    }

    /// <summary>Whether the first rule of <see cref="RestorationCheck"/> ends this training now; it follows from the epochs behind alone, so that a continued one decides alike.</summary>
    private bool IsStuck(TrainingSession session, RestorationBaseline baseline)
    {
        if (session.Epochs.Count == 0 || baseline.Explained(session.Epochs[^1]) > RestorationCheck.Nothing)
            return false;
        var before = session.Steps - (session.Steps / session.Epochs.Count);
        var isJudged = session.Steps >= RestorationCheck.StepsToJudge && before < RestorationCheck.StepsToJudge;
        var isEndedBefore = session.Steps < RestorationCheck.StepsToJudge && session.Finished && session.Epochs.Count < Trainer.Epochs;
        return isJudged || isEndedBefore;
    }

    /// <summary>Every start has a folder of its own.</summary>
    private Checkpoint? CheckpointOf(int start) => CheckpointFolder is null
        ? null
        : new Checkpoint(start == 1 ? CheckpointFolder : Path.Combine(CheckpointFolder, $"start-{start}"), $"{Architecture}");

    /// <summary>The mean squared error of the restored images.</summary>
    internal static Tensor Loss(EncoderDecoder network, Batch batch)
    {
        var images = batch.X.Reshape([batch.X.Rows, .. network.InputShape]);
        return network.Decoder.Forward(network.Encoder.Forward(images)).Flatten().MeanSquaredError(batch.X);
    }

    private (Samples Train, Samples? Validation) HoldOut(Samples x, Rng rng)
    {
        var count = (int)Math.Round(ValidationShare * x.Rows);
        if (count == 0)
            return (x, null);
        var order = rng.Permutation(x.Rows);
        Array.Sort(order, 0, count);
        Array.Sort(order, count, order.Length - count);
        return (x.Take(order[count..]), x.Take(order[..count]));
    }

    private static double Share(double value) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The share must be at least zero and less than one.");
}
