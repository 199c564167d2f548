using Kindred.Networks;
using Kindred.Numerics;

namespace Kindred.Encoding;

/// <summary>What an encoder learns from two views of every picture in a batch.</summary>
public interface IViewLoss
{
    /// <summary>One number: what the projections cost, all first views before all second ones. // 2n x projection → 1</summary>
    Tensor Of(Tensor projections);
}

/// <summary>The normalised, temperature-scaled cross-entropy: which of all other views is the partner.</summary>
/// <remarks>Chen, Kornblith, Norouzi and Hinton 2020, arXiv:2002.05709, equation 1.</remarks>
public sealed record NtXent : IViewLoss
{
    /// <summary>τ; the smaller, the more the nearest views count.</summary>
    public double Temperature { get; init => field = Guard.Positive(value); } = 0.5;

    public Tensor Of(Tensor projections)
    {
        ArgumentNullException.ThrowIfNull(projections);
        return projections.ContrastiveLoss(Temperature);
    }
}

/// <summary>Barlow Twins: every number of a projection is the same for both views, and says what no other number says. No view is told from the views of other pictures.</summary>
/// <remarks>Zbontar, Jing, Misra, LeCun and Deny 2021, arXiv:2103.03230, equation 1.</remarks>
public sealed record BarlowTwins : IViewLoss
{
    /// <summary>λ; what a correlation of two numbers costs.</summary>
    public double Redundancy { get; init => field = Guard.NotNegative(value); } = 0.005;

    public Tensor Of(Tensor projections)
    {
        ArgumentNullException.ThrowIfNull(projections);
        return projections.RedundancyLoss(Redundancy);
    }
}
