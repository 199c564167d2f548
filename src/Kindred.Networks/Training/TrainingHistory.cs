using Kindred.Numerics;

namespace Kindred.Networks.Training;

/// <summary>Mean losses of one epoch; <paramref name="ValidationLoss"/> is null where nothing was held out.</summary>
public readonly record struct EpochLoss(double TrainingLoss, double? ValidationLoss);

/// <summary>How a training went.</summary>
/// <param name="Epochs">One entry per epoch, in order.</param>
/// <param name="BestEpoch">The epoch, counted from one, whose weights the network has now.</param>
/// <param name="StoppedEarly">Whether the validation loss had stopped falling before the last epoch asked for.</param>
public sealed record TrainingHistory(ValueList<EpochLoss> Epochs, int BestEpoch, bool StoppedEarly);

/// <summary>Decides after every epoch whether a training ends before its last one.</summary>
/// <remarks>What a rule remembers beside the losses is lost in an interruption, unless a parameter that is not trainable keeps it.</remarks>
public interface IStopRule
{
    /// <summary>Asked after every epoch, and once when a training is continued; <paramref name="epochs"/> holds at least one.</summary>
    bool Stops(IReadOnlyList<EpochLoss> epochs);
}

/// <summary>Stops when the validation loss no longer falls, and goes back to the best weights.</summary>
public sealed record EarlyStopping
{
    /// <summary>Epochs in a row without improvement after which training stops.</summary>
    public int Patience { get; init => field = Guard.Positive(value); } = 5;

    /// <summary>How much lower than the best so far a loss must be to count as an improvement.</summary>
    public double MinimumImprovement { get; init => field = Guard.NotNegative(value); }
}
