namespace Kindred.Networks.Optimizers;

/// <summary>What the learning rate is multiplied by, as a function of the step.</summary>
public interface ISchedule
{
    /// <summary>The factor in step <paramref name="step"/>, counted from one.</summary>
    double At(long step);
}
