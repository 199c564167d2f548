using Kindred.Numerics;

namespace Kindred.Networks.Layers;

/// <summary>Every pixel repeated along both sides (nearest neighbour).</summary>
public sealed class Upsampling2D(int factor = 2) : Layer
{
    /// <summary>How often a pixel is repeated along each side.</summary>
    public int Factor { get; } = Guard.Positive(factor, nameof(factor));

    public override string Kind => nameof(Upsampling2D);

    public override IReadOnlyList<Parameter> Parameters => [];

    /// <summary>batch x height x width x channels → batch x factor·height x factor·width x channels</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Upsample(Factor);
    }
}
