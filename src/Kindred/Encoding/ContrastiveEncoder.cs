using Kindred.Encoding.Views;
using Kindred.Networks;
using Kindred.Networks.Optimizers;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Preprocessing;
using Kindred.Storage;

namespace Kindred.Encoding;

/// <summary>Learns codes that are alike for all views of a picture and differ between pictures; what views change, codes do not tell.</summary>
/// <remarks>Chen, Kornblith, Norouzi and Hinton 2020, arXiv:2002.05709, algorithm 1, with Adam in the place of LARS. Values should be about as large as 1.</remarks>
public sealed record ContrastiveEncoder : ITransformer<ContrastiveModel>, IStreamedTransformer, IEncoder
{
    private const int ViewsOfARow = 2;

    string ITransformer.Name => "contrastive encoder";

    public required ContrastiveArchitecture Architecture { get; init; }

    /// <summary>What does not matter about a picture.</summary>
    public ViewSettings Views { get; init; } = ViewSettings.Middle;

    /// <summary>Views among which those to learn from are still to be chosen (<c>ViewChoice</c>); none: <see cref="Views"/> are those.</summary>
    public ValueList<NamedViews> Candidates { get; init; } = [];

    public IViewLoss Loss { get; init; } = new NtXent();

    /// <summary>Which pictures count as views of one thing; null: a picture alone.</summary>
    public NeighbourPositives? Positives { get; init; }

    /// <summary>Times that every row is seen, in other views each time.</summary>
    public int Epochs { get; init => field = Guard.Positive(value); } = 10;

    /// <summary>Rows per step, each in two views; rows that fill no whole batch wait for another epoch.</summary>
    public int BatchSize { get; init => field = value > 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Views are told from those of other rows, so a batch has at least two."); } = 512;

    /// <summary>Of Adam, behind the warm-up; it falls to a hundredth along half a cosine.</summary>
    public double LearningRate { get; init => field = Guard.Positive(value); } = 1e-3;

    /// <summary>Steps in which the learning rate rises, at most a tenth of all.</summary>
    public int WarmUp { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The warm-up takes no steps or more."); } = 50;

    /// <summary>Where the state is kept after every epoch; a fit with the same settings and data continues from there. Null keeps nothing.</summary>
    public string? CheckpointFolder { get; init; }

    /// <summary>Decides the starting values, the order of rows and the views.</summary>
    public ulong Seed { get; init; }

    StoredKind IEncoder.StoredAs => ContrastiveModel.StoredAs;

    IEncoder IEncoder.WithCheckpoints(string folder) => this with { CheckpointFolder = folder };

    int IEncoder.Passes => Epochs;

    IEncoder IEncoder.WithPasses(int passes) => this with { Epochs = passes, CheckpointFolder = null, Candidates = [] };

    TimeSpan IEncoder.TimeBefore(Matrix sample, int rows, CancellationToken cancellation) => Positives?.TimeFor(sample, rows, cancellation) ?? TimeSpan.Zero;

    string IEncoder.Describe() => Architecture.Build(new Rng(Seed)).Layers.ToString();

    public ContrastiveModel Fit(Matrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: 2);
        RequireReady(x.Columns);
        return Fit(Samples.From(x), PositivesOf(features => features.Fit(x, progress, cancellation), features => features.Transform(x), progress, cancellation), SingleProcess.Instance, progress, cancellation);
    }

    /// <summary>Like <see cref="Fit(Matrix, IProgress{FitProgress}?, CancellationToken)"/>, without ever holding all rows as floats.</summary>
    public ContrastiveModel Fit(ByteMatrix x, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        Guard.Samples(x, atLeast: 2);
        RequireReady(x.Columns);
        return Fit(Samples.From(x), PositivesOf(features => features.Fit(x, progress, cancellation), features => features.Transform(x), progress, cancellation), SingleProcess.Instance, progress, cancellation);
    }

    /// <summary>Like <see cref="Fit(Matrix, IProgress{FitProgress}?, CancellationToken)"/>, with the rows of every batch read where they lie: gathered one by one, in the order in which they would be taken from
    /// memory. To the same bits, where what neighbours are told by has room (<see cref="NeighbourPositives"/>).</summary>
    /// <remarks>Several processes share the rows of every batch: each computes the projections of its part, and all of them the loss of the whole, so that what views are told from are those of one process.
    /// What is normalised over a batch is normalised over a process's part of it.</remarks>
    /// <param name="x">All rows.</param>
    /// <param name="stream">Who shares them, and how much memory what is kept of them may take.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    /// <exception cref="IOException">Rows cannot be read.</exception>
    public ContrastiveModel Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(stream);
        Guard.Samples(x.Rows, x.Columns, atLeast: 2);
        RequireReady(x.Columns);
        var positives = Positives?.Fit(x, stream.AgreedMemory(), Seed, progress, cancellation);
        return Fit(Samples.From(x), positives, Sharing(stream.Communicator, x.Rows), progress, cancellation);
    }

    ITransform IStreamedTransformer.Fit(IRowSource x, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation) => Fit(x, stream, progress, cancellation);

    ITransform ITransformer.Fit(ByteMatrix x, IProgress<FitProgress>? progress, CancellationToken cancellation) => Fit(x, progress, cancellation);

    /// <summary>A training of <paramref name="network"/>, one epoch at a time.</summary>
    internal TrainingSession Begin(ContrastiveNetwork network, Samples x, FittedPositives? positives, Rng rng, ICommunicator? processes = null)
    {
        var communicator = processes ?? SingleProcess.Instance;
        var steps = Epochs * Math.Max(1, x.Rows / BatchSize);
        var warmUp = Math.Min(WarmUp, steps / 10);
        var trainer = new Trainer
        {
            Epochs = Epochs,
            BatchSize = BatchSize,
            DropRemainder = true,
            Optimizer = new Adam { LearningRate = LearningRate, Schedule = new CosineSchedule { Steps = steps - warmUp, End = 0.01, WarmUp = warmUp } },
        }.SharedBy(communicator);
        var views = new ImageViews(Views, Architecture.Shape, rng.Split(2).State);
        var checkpoint = CheckpointFolder is null ? null : new Checkpoint(CheckpointFolder, $"{Architecture} {Views} {Loss} {Positives}");
        var make = positives?.Pairs(views, x, rng.Split(4).State) ?? views.Make;
        Tensor LossOf(Batch batch) => Loss.Of(network.Project(batch.Versions(ViewsOfARow, make)).OfAllProcesses(communicator, RowsOfAStep(x.Rows), ViewsOfARow));
        return trainer.Begin(network.Parameters, new TrainingData(x), LossOf, rng.Split(1), checkpoint);
    }

    private void RequireReady(int columns)
    {
        if (columns != Architecture.Inputs)
            throw new ArgumentException($"The architecture takes rows of {Architecture.Inputs} values, got {columns}.");
        if (Candidates.Count > 0)
            throw new InvalidOperationException($"Which views to learn from is still open: {string.Join(", ", Candidates.Select(candidate => candidate.Name))}; ViewChoice chooses.");
    }

    private FittedPositives? PositivesOf(Func<ITransformer, ITransform> fit, Func<ITransform, Matrix> rows, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        if (Positives is null)
            return null;
        var features = fit(Positives.Features);
        return Positives.Fit(features, rows(features), Seed, progress, cancellation);
    }

    private int RowsOfAStep(int rows) => Math.Min(BatchSize, rows);

    /// <summary>All processes where each has two rows of every step; else each does all.</summary>
    private ICommunicator Sharing(ICommunicator communicator, int rows) => RowsOfAStep(rows) >= 2 * communicator.Size ? communicator : SingleProcess.Instance;

    private ContrastiveModel Fit(Samples x, FittedPositives? positives, ICommunicator communicator, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var rng = new Rng(Seed);
        var network = Architecture.Build(rng.Split(0));
        var views = RecognitionCheck.ViewsOf(x, new ImageViews(Views, Architecture.Shape, rng.Split(3).State), cancellation);
        double Recognition() => RecognitionCheck.Of(ContrastiveModel.Raw(Architecture, network, Samples.From(views)));
        var atStart = Recognition();
        using var session = Begin(network, x, positives, rng, communicator);
        while (!session.Finished)
        {
            session.Epoch(cancellation);
            progress?.Report(session.Progress);
        }

        var check = new RecognitionCheck { Rows = views.Rows / 2, Recognition = Recognition(), RecognitionAtStart = atStart, RecognitionByPixels = RecognitionCheck.Of(views) };
        return new ContrastiveModel(Architecture, network, session.Finish(), ContrastiveModel.MeanCode(Architecture, network, x, communicator), check, positives?.Features);
    }
}
