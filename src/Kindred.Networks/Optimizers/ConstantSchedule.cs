namespace Kindred.Networks.Optimizers;

/// <summary>1, always.</summary>
public sealed record ConstantSchedule : ISchedule
{
    public double At(long step) => 1;
}
