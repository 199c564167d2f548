using Kindred.Numerics;

namespace Kindred.Networks.Layers;

/// <summary>How many zeros surround an image before a window slides over it.</summary>
public readonly record struct Padding
{
    private readonly int? _size;

    private Padding(int? size) => _size = size;

    /// <summary>As many as make the output ⌈size / stride⌉; where the number is odd, the extra zero is at the bottom and right.</summary>
    public static Padding Same => default;

    /// <summary>None.</summary>
    public static Padding Valid => new(0);

    /// <summary><paramref name="size"/> zeros on every side.</summary>
    public static Padding Of(int size) => new(Guard.NotNegative(size));

    public override string ToString() => _size switch { null => "same", 0 => "valid", { } size => $"{size}" };

    /// <summary>Zeros before the first value, and how many positions the window takes.</summary>
    internal (int Before, int Positions) Along(int size, int window, int stride)
    {
        if (_size is null)
        {
            var positions = (size + stride - 1) / stride;
            return (Math.Max(0, ((positions - 1) * stride) + window - size) / 2, positions);
        }

        var around = size + (2 * _size.Value) - window;
        if (around < 0)
            throw new ArgumentException($"A window of {window} does not fit into {size} values with a padding of {_size}.");
        return (_size.Value, (around / stride) + 1);
    }

    /// <summary>The size that a transposed convolution makes of <paramref name="positions"/>.</summary>
    internal int SizeBefore(int positions, int window, int stride) =>
        _size is { } size ? ((positions - 1) * stride) + window - (2 * size) : positions * stride;
}
