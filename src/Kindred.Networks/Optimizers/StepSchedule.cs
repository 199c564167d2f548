using Kindred.Numerics;

namespace Kindred.Networks.Optimizers;

/// <summary>factorᵏ, k the number of whole periods of <see cref="Every"/> steps behind.</summary>
public sealed record StepSchedule : ISchedule
{
    public required int Every { get; init => field = Guard.Positive(value); }

    public double Factor { get; init => field = Guard.Positive(value); } = 0.1;

    public double At(long step) => Math.Pow(Factor, (step - 1) / Every);
}
