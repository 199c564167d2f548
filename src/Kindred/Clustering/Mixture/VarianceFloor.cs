using Kindred.Numerics;

namespace Kindred.Clustering.Mixture;

/// <summary>What is added to the variances of a component, so that it follows the component's own scale however far other rows lie.</summary>
/// <param name="Ridge">The same for all, in squared units of the data.</param>
/// <param name="Share">Of the mean variance of the component's own rows, and ten times of how closely they lie.</param>
/// <param name="Spacing"><see cref="RowSpacing"/> of every row; null where <paramref name="Share"/> is 0.</param>
internal sealed record VarianceFloor(double Ridge, double Share, double[]? Spacing)
{
    private const double SpacingWeight = 10;

    public static VarianceFloor Of(double ridge, double share, Matrix x, CancellationToken cancellation) =>
        new(ridge, share, share > 0 ? RowSpacing.Of(x, cancellation) : null);

    /// <summary>ridge + share ((1 / d) Σⱼ (Qⱼ / w − (sⱼ / w)²) + 10 Σᵢ rᵢ spacingᵢ / w)</summary>
    public double For(EmPass pass, int component)
    {
        if (Share == 0)
            return Ridge;
        var weight = pass.Weight(component);
        var (sums, squares, variance) = (pass.Sums(component).ToArray(), pass.Squares(component).ToArray(), 0.0);
        for (var j = 0; j < sums.Length; j++)
            variance += Math.Max(0, squares[j] / weight - sums[j] / weight * (sums[j] / weight));
        return Ridge + (Share * ((variance / sums.Length) + (SpacingWeight * pass.SpacingSum(component) / weight)));
    }
}
