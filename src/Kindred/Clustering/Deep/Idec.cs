using Kindred.Networks;
using Kindred.Numerics;

namespace Kindred.Clustering.Deep;

/// <summary>Improved deep embedded clustering: what DEC lowers, while the rows are still restored from their codes, so that these keep telling of them.</summary>
/// <remarks>Guo, Gao, Liu and Yin 2017, "Improved deep embedded clustering with local structure preservation", equation 1. The error of a row is its mean over the values, not their sum.</remarks>
public sealed record Idec : IClusterObjective
{
    public string Name => "IDEC";

    public bool LearnsCentres => true;

    /// <summary>γ; what a unit of divergence counts beside a unit of error.</summary>
    public double Weight { get; init => field = Guard.NotNegative(value); } = 0.1;

    public Matrix Targets(Matrix codes, Matrix centres) => Dec.Sharpened(Dec.Similarities(codes, centres));

    public Tensor Cost(DeepBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return batch.RestorationError() + (Dec.Divergence(batch) * (float)Weight);
    }
}
