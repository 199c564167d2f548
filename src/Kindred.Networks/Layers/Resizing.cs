using Kindred.Numerics;

namespace Kindred.Networks.Layers;

/// <summary>The largest value of each window of an image, per channel.</summary>
public sealed class MaxPooling2D(int window = 2, int? stride = null) : Layer
{
    /// <summary>Height and width of the window.</summary>
    public int Window => window;

    /// <summary>How far the window moves at a time.</summary>
    public int Stride => stride ?? window;

    public override string Kind => nameof(MaxPooling2D);

    public override IReadOnlyList<Parameter> Parameters => [];

    /// <summary>batch x height x width x channels → batch x height' x width' x channels</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.MaxPool(window, stride);
    }
}

/// <summary>The mean of each window of an image, per channel.</summary>
public sealed class AveragePooling2D(int window = 2, int? stride = null) : Layer
{
    public override string Kind => nameof(AveragePooling2D);

    public override IReadOnlyList<Parameter> Parameters => [];

    /// <summary>batch x height x width x channels → batch x height' x width' x channels</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.AveragePool(window, stride);
    }
}

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
