using System.Globalization;

namespace Kindred.Datasets.Tables;

/// <summary>Between which numbers the values of pictures lie, and whether all are whole.</summary>
internal readonly record struct PictureRange(double Low, double High, bool AreWhole);

/// <summary>What the values of pictures are counted in, by their type and range and by the pictures they are to be compared with.</summary>
internal static class PictureUnits
{
    private const double Overshoot = 0.25;  // of white: so far resampling goes beyond black and white at sharp edges, and more

    /// <summary>The value of white; null of a unit of their own.</summary>
    public static float? White(this PixelUnit unit) => unit switch
    {
        PixelUnit.One => 1,
        PixelUnit.Byte => byte.MaxValue,
        PixelUnit.Sixteen => ushort.MaxValue,
        _ => null,
    };

    /// <summary>The unit of pictures from an array.</summary>
    /// <param name="file">For messages.</param>
    /// <param name="range">Of all values.</param>
    /// <param name="white">As <see cref="INumbers.White"/>.</param>
    /// <param name="known">The unit of the pictures that these are to be compared with; null where there are none.</param>
    /// <exception cref="DataFileException">They are to be compared with brightness, and are none.</exception>
    public static PixelUnit Of(string file, PictureRange range, double? white, PixelUnit? known)
    {
        if (white == 1)
            return PixelUnit.One;
        if (white == byte.MaxValue)
            return range.High <= 1 && known is null or PixelUnit.One ? PixelUnit.One : PixelUnit.Byte;
        return known switch
        {
            null => Learned(range),
            PixelUnit.Own => PixelUnit.Own,
            { } brightness => Like(brightness, range, white) is { } unit && range.Low >= -Overshoot * Math.Min(range.High, unit.White()!.Value) ? unit : throw Unlike(file, brightness, range),
        };
    }

    /// <summary>Of pictures with which others will be compared.</summary>
    private static PixelUnit Learned(PictureRange range) => range switch
    {
        { AreWhole: false, Low: >= -Overshoot, High: > 0.5 and <= 1 + Overshoot } => PixelUnit.One,
        { Low: < 0 } => PixelUnit.Own,
        { High: <= 1 } => PixelUnit.One,
        { High: <= byte.MaxValue } => PixelUnit.Byte,
        { AreWhole: true, High: <= ushort.MaxValue } => PixelUnit.Sixteen,
        _ => PixelUnit.Own,
    };

    /// <summary>Of pictures that are brightness, as those they are compared with; null where no unit of brightness is so large.</summary>
    private static PixelUnit? Like(PixelUnit known, PictureRange range, double? white)
    {
        if (white == ushort.MaxValue && (known == PixelUnit.Sixteen || range.High > byte.MaxValue))
            return PixelUnit.Sixteen;
        return range switch
        {
            { High: <= 1 } => PixelUnit.One,
            { AreWhole: false, High: <= 1 + Overshoot } => PixelUnit.One,
            { High: <= (1 + Overshoot) * byte.MaxValue } => PixelUnit.Byte,
            { AreWhole: true, High: <= ushort.MaxValue } => PixelUnit.Sixteen,
            _ => null,
        };
    }

    private static DataFileException Unlike(string file, PixelUnit known, PictureRange range) => new(file, string.Create(
        CultureInfo.InvariantCulture,
        $"the values lie between {range.Low:G6} and {range.High:G6}, and the pictures that they are to be compared with are brightness from 0 to {known.White()}: "
        + $"nothing says which value is black and which is white. Whole numbers from 0 to 255 or to 65535, or numbers from 0 to 1, are needed."));
}
