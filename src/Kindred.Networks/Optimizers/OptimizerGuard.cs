using System.Runtime.CompilerServices;

namespace Kindred.Networks.Optimizers;

internal static class OptimizerGuard
{
    /// <summary>A share that a running mean keeps.</summary>
    public static double BelowOne(double value, [CallerMemberName] string name = "") =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least zero and less than one.");
}
