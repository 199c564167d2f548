using Kindred.Numerics;

namespace Kindred.Networks;

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
            var positions = ((size - 1) / stride) + 1;
            return ((int)(Math.Max(0, ((positions - 1L) * stride) + window - size) / 2), positions);
        }

        var around = size + (2L * _size.Value) - window;
        if (around < 0)
            throw new ArgumentException($"A window of {window} does not fit into {size} values with a padding of {_size}.");
        return (_size.Value, Countable((around / stride) + 1, window, stride));
    }

    /// <summary>The size that a transposed convolution makes of <paramref name="positions"/>.</summary>
    internal int SizeBefore(int positions, int window, int stride) => Countable(
        _size is { } size ? ((positions - 1L) * stride) + window - (2L * size) : (long)positions * stride, window, stride);

    private int Countable(long size, int window, int stride) => size is > 0 and <= int.MaxValue
        ? (int)size
        : throw new ArgumentException($"A window of {window} with a stride of {stride} and a padding of {this} makes a side of {size}, which no image has.");
}
