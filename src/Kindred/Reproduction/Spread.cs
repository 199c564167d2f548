namespace Kindred.Reproduction;

/// <summary>A number over several seeds.</summary>
/// <param name="Median">The middle one, or the mean of the two in the middle.</param>
/// <param name="Lowest">The smallest.</param>
/// <param name="Highest">The largest.</param>
public readonly record struct Spread(double Median, double Lowest, double Highest)
{
    /// <exception cref="ArgumentException">There is no number.</exception>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length > 0
            ? new Spread((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[0], sorted[^1])
            : throw new ArgumentException("At least one number is needed, got none.", nameof(values));
    }
}
