using Kindred.Numerics;

namespace Kindred.Networks.Optimizers;

/// <summary>From 1 to <see cref="End"/> along half a cosine over <see cref="Steps"/> steps, then <see cref="End"/>; before it, a straight rise over
/// <see cref="WarmUp"/> steps.</summary>
/// <remarks>Loshchilov and Hutter 2017, arXiv:1608.03983, equation 5, without restarts.</remarks>
public sealed record CosineSchedule : ISchedule
{
    public required int Steps { get; init => field = Guard.Positive(value); }

    public double End { get; init => field = Guard.NotNegative(value); }

    public int WarmUp { get; init => field = Guard.NotNegative(value); }

    public double At(long step)
    {
        if (step <= WarmUp)
            return (double)step / (WarmUp + 1);
        var passed = Math.Min(1, (double)(step - 1 - WarmUp) / Steps);
        return End + ((1 - End) * 0.5 * (1 + Math.Cos(Math.PI * passed)));
    }
}
