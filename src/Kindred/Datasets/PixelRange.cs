using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using Kindred.Datasets.Tables;

namespace Kindred.Datasets;

/// <summary>The smallest and the largest value of a data set, and whether its values are what methods and screens expect: in [0, 1].</summary>
/// <param name="Low">The smallest value.</param>
/// <param name="High">The largest value.</param>
internal readonly record struct PixelRange(float Low, float High)
{
    /// <summary>Images whose brightest pixel is darker than this are darker than any photograph: their values count in another unit.</summary>
    private const float Dark = 0.5f;

    /// <summary>All values lie in [0, 1].</summary>
    public bool IsUnit => Low >= 0 && High <= 1;

    /// <summary>Taken as brightness, the values would be cut off or hardly be seen.</summary>
    public bool NeedsStretch => High > Low && (!IsUnit || High <= Dark);

    public static PixelRange Of(params IEnumerable<ImageSet?> parts)
    {
        var range = new PixelRange(float.PositiveInfinity, float.NegativeInfinity);
        foreach (var part in parts)
        {
            if (part is null || part.Count == 0)
                continue;
            var (low, high) = part.Bytes is { } bytes
                ? (TensorPrimitives.Min(bytes.Values) * bytes.Scale, TensorPrimitives.Max(bytes.Values) * bytes.Scale)
                : (TensorPrimitives.Min(part.Pixels.Values), TensorPrimitives.Max(part.Pixels.Values));
            range = new PixelRange(Math.Min(range.Low, low), Math.Max(range.High, high));
        }

        return range;
    }

    /// <summary>Says where pictures are shown brighter than they are, in the unit they came in; null where they are shown as they are.</summary>
    public string? Note(PixelUnit unit)
    {
        if (unit.White() is not { } white || !NeedsStretch || !IsUnit)
            return null;
        var bits = unit == PixelUnit.Sixteen ? $", as those of {BitOperations.Log2((uint)MathF.Round(High * white)) + 1} bits do" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"The values of these pictures reach {High * white:#,0.##} of {white:#,0}{bits}: they are shown brightened.");
    }

    /// <summary>The value as brightness: as it is, or stretched from [Low, High] to [0, 1] where the values need it.</summary>
    public float Brightness(float value) => NeedsStretch ? (value - Low) / (High - Low) : value;
}
