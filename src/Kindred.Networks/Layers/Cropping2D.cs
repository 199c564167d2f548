using Kindred.Numerics;

namespace Kindred.Networks.Layers;

/// <summary>The middle of images: takes away what <see cref="EdgePadding2D"/> added.</summary>
public sealed class Cropping2D(int height, int width) : Layer
{
    public int Height { get; } = Guard.Positive(height, nameof(height));

    public int Width { get; } = Guard.Positive(width, nameof(width));

    public override string Kind => nameof(Cropping2D);

    public override IReadOnlyList<Parameter> Parameters => [];

    /// <summary>batch x larger height x larger width x channels → batch x height x width x channels</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Crop(Height, Width);
    }
}
