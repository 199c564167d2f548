using Kindred.Numerics;

namespace Kindred.Networks.Layers;

/// <summary>The mean of each window of an image, per channel.</summary>
public sealed class AveragePooling2D(int window = 2, int? stride = null) : Layer
{
    /// <summary>Height and width of the window.</summary>
    public int Window { get; } = Guard.Positive(window, nameof(window));

    /// <summary>How far the window moves at a time.</summary>
    public int Stride { get; } = Guard.Positive(stride ?? window, nameof(stride));

    public override string Kind => nameof(AveragePooling2D);

    public override IReadOnlyList<Parameter> Parameters => [];

    /// <summary>batch x height x width x channels → batch x height' x width' x channels</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.AveragePool(Window, Stride);
    }
}
