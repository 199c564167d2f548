using Kindred.Numerics;

namespace Kindred.Networks.Layers;

/// <summary>Images in the middle of a larger frame, their outermost pixels going on to its border.</summary>
public sealed class EdgePadding2D(int height, int width) : Layer
{
    public int Height { get; } = Guard.Positive(height, nameof(height));

    public int Width { get; } = Guard.Positive(width, nameof(width));

    public override string Kind => nameof(EdgePadding2D);

    public override IReadOnlyList<Parameter> Parameters => [];

    /// <summary>batch x smaller height x smaller width x channels → batch x height x width x channels</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.ExtendEdges(Height, Width);
    }
}
