using Kindred.Numerics;

namespace Kindred.Datasets.Images;

/// <summary>Pixels down and across; each at least 1. In words the width comes first, as people say it.</summary>
public readonly record struct ImageSize(int Height, int Width)
{
    public int Height { get; } = Guard.Positive(Height, nameof(Height));

    public int Width { get; } = Guard.Positive(Width, nameof(Width));

    public override string ToString() => $"{Width}x{Height}";
}
