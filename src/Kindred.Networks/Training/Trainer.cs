using Kindred.Networks.Optimizers;
using Kindred.Numerics;

namespace Kindred.Networks.Training;

/// <summary>Minibatch gradient descent. Holds settings only.</summary>
public sealed record Trainer
{
    /// <summary>Times that every row is seen, at most.</summary>
    public int Epochs { get; init => field = Guard.Positive(value); } = 50;

    /// <summary>Rows per step; the last step of an epoch takes what is left.</summary>
    public int BatchSize { get; init => field = Guard.Positive(value); } = 256;

    public IOptimizer Optimizer { get; init; } = new Adam();

    /// <summary>When to stop before <see cref="Epochs"/>; null never. Needs validation rows.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Lowers the mean of <paramref name="loss"/> over batches of <paramref name="train"/>, in an order drawn anew for every epoch.</summary>
    /// <param name="parameters">Everything the loss depends on and that is to be learned or kept.</param>
    /// <param name="train">Rows to learn from.</param>
    /// <param name="validation">Rows whose loss is only watched; may be null.</param>
    /// <param name="loss">Records the loss of a batch, one number: the mean over its rows.</param>
    /// <param name="rng">Decides the order of rows and the noise of dropout.</param>
    /// <param name="progress">Told after every epoch.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    /// <exception cref="FitException">The loss became infinite or not a number.</exception>
    public TrainingHistory Run(
        IReadOnlyList<Parameter> parameters,
        Samples train,
        Samples? validation,
        Func<Batch, Tensor> loss,
        Rng rng,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        if (EarlyStopping is not null && validation is null)
            throw new ArgumentException("Early stopping needs validation rows, got none.", nameof(validation));
        if (validation is not null && validation.Columns != train.Columns)
            throw new ArgumentException($"Validation rows have {validation.Columns} columns, training rows {train.Columns}.", nameof(validation));
        using var run = new TrainingRun(this, parameters, train, validation, loss, rng);
        while (!run.Finished)
        {
            run.Epoch(cancellation);
            progress?.Report(new FitProgress("training", run.Epochs.Count, Epochs, run.Epochs[^1].ValidationLoss ?? run.Epochs[^1].TrainingLoss));
        }

        return run.Finish();
    }
}
