using Kindred.Networks.Optimizers;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;

namespace Kindred.Networks.Training;

/// <summary>Minibatch gradient descent. Holds settings only.</summary>
public sealed record Trainer
{
    /// <summary>Times that every row is seen, at most.</summary>
    public int Epochs { get; init => field = Guard.Positive(value); } = 50;

    /// <summary>Rows per step; the last step of an epoch takes what is left, unless <see cref="DropRemainder"/>.</summary>
    public int BatchSize { get; init => field = Guard.Positive(value); } = 256;

    /// <summary>Whether training rows that fill no whole batch are left out of an epoch, others in each: for losses that compare the rows of a batch with each other. Where there
    /// is not one whole batch, all rows are one.</summary>
    public bool DropRemainder { get; init; }

    public IOptimizer Optimizer { get; init; } = new Adam();

    /// <summary>When to stop before <see cref="Epochs"/>; null never. Needs validation rows.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>The processes that share the rows of every batch; not public, so that it is no setting of what is learned.</summary>
    internal ICommunicator Communicator { get; private init; } = SingleProcess.Instance;

    /// <summary>The same training, in which processes share the rows of every batch: each learns from its part, their gradients are added in the order of ranks, and all take the same step.</summary>
    /// <remarks>For losses that are a mean over rows this is the step of one process but for rounding: the same bits for the same number of processes. What is normalised over a batch is normalised over
    /// a process's part of it. Every process makes the same calls; the first one keeps checkpoints.</remarks>
    public Trainer SharedBy(ICommunicator communicator)
    {
        ArgumentNullException.ThrowIfNull(communicator);
        return this with { Communicator = communicator };
    }

    /// <summary>Begins to lower the mean of <paramref name="loss"/> over batches of the training rows, in an order drawn anew for every epoch.</summary>
    /// <param name="parameters">Everything the loss depends on and that is to be learned or kept; names must differ.</param>
    /// <param name="data">Rows to learn from, and rows whose loss is only watched.</param>
    /// <param name="loss">Records the loss of a batch, one number: the mean over its rows.</param>
    /// <param name="rng">Decides the order of rows and the noise of dropout.</param>
    /// <param name="checkpoint">Where to keep the state after every epoch, and to continue from if there is one; null for nowhere.</param>
    /// <param name="stopRule">Ends the training beside <see cref="EarlyStopping"/>, keeping the weights of its last epoch unless that watches for better ones.</param>
    /// <exception cref="InvalidDataException">The checkpoint is damaged.</exception>
    /// <exception cref="ArgumentException">The checkpoint was made by another training, or early stopping has no validation rows.</exception>
    public TrainingSession Begin(
        IReadOnlyList<Parameter> parameters,
        TrainingData data,
        Func<Batch, Tensor> loss,
        Rng rng,
        Checkpoint? checkpoint = null,
        IStopRule? stopRule = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(rng);
        if (EarlyStopping is not null && data.Validation is null)
            throw new ArgumentException("Early stopping needs validation rows, got none.", nameof(data));
        return new TrainingSession(this, parameters, data, loss, rng, checkpoint, stopRule);
    }

    /// <summary>A whole training: all epochs of what <see cref="Begin"/> begins.</summary>
    /// <param name="parameters">Everything the loss depends on and that is to be learned or kept; names must differ.</param>
    /// <param name="data">Rows to learn from, and rows whose loss is only watched.</param>
    /// <param name="loss">Records the loss of a batch, one number: the mean over its rows.</param>
    /// <param name="rng">Decides the order of rows and the noise of dropout.</param>
    /// <param name="checkpoint">Where to keep the state after every epoch, and to continue from if there is one; null for nowhere.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    /// <exception cref="FitException">The loss became infinite or not a number.</exception>
    public TrainingHistory Run(
        IReadOnlyList<Parameter> parameters,
        TrainingData data,
        Func<Batch, Tensor> loss,
        Rng rng,
        Checkpoint? checkpoint = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        using var session = Begin(parameters, data, loss, rng, checkpoint);
        while (!session.Finished)
        {
            session.Epoch(cancellation);
            progress?.Report(session.Progress);
        }

        return session.Finish();
    }
}
