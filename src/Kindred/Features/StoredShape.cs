using Kindred.Datasets;
using Kindred.Networks.Storage;
using Kindred.Storage;

namespace Kindred.Features;

/// <summary>The shape of pictures in a stored part: height, width, channels.</summary>
internal static class StoredShape
{
    private const string Name = "shape";
    private const int LongestSide = 1 << 24;

    public static StoredDoubles Write(ImageShape shape) => StoredNumbers.Doubles(Name, [shape.Height, shape.Width, shape.Channels]);

    /// <exception cref="InvalidDataException">These are not three whole numbers above zero, or a picture of them is too large.</exception>
    public static ImageShape Read(SafeTensors file)
    {
        var sides = file.DoubleValues(Name, [3]);
        foreach (var side in sides)
        {
            if (!(side is >= 1 and <= LongestSide) || side != Math.Floor(side))
                throw new InvalidDataException($"A shape is three whole numbers from 1 to {LongestSide}, but one is {side}.");
        }

        if (sides[0] * sides[1] * sides[2] > LongestSide)
            throw new InvalidDataException($"A picture has at most {LongestSide} values, but the shape says {sides[0]} x {sides[1]} x {sides[2]}.");
        return new ImageShape((int)sides[0], (int)sides[1], (int)sides[2]);
    }
}
