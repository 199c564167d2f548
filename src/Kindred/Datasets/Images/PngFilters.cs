using System.Diagnostics;

namespace Kindred.Datasets.Images;

/// <summary>Undoes the prediction PNG packs a row with.</summary>
/// <remarks>PNG specification, 9.2.</remarks>
internal static class PngFilters
{
    public const int Count = 5;

    /// <summary>row ← row + prediction from the pixel to the left, <paramref name="stride"/> bytes before, and the row above.</summary>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int stride)
    {
        Debug.Assert(row.Length == above.Length && filter is >= 0 and < Count);
        switch (filter)
        {
            case 1:
                for (var i = stride; i < row.Length; i++)
                    row[i] += row[i - stride];
                break;
            case 2:
                for (var i = 0; i < row.Length; i++)
                    row[i] += above[i];
                break;
            case 3:
                for (var i = 0; i < row.Length; i++)
                    row[i] += (byte)(((i < stride ? 0 : row[i - stride]) + above[i]) / 2);
                break;
            case 4:
                for (var i = 0; i < Math.Min(stride, row.Length); i++)
                    row[i] += above[i];
                for (var i = stride; i < row.Length; i++)
                    row[i] += Paeth(row[i - stride], above[i], above[i - stride]);
                break;
        }
    }

    /// <summary>Of left, above and above left, the one nearest to left + above − above left.</summary>
    private static byte Paeth(int left, int above, int aboveLeft)
    {
        var toLeft = Math.Abs(above - aboveLeft);
        var toAbove = Math.Abs(left - aboveLeft);
        var toAboveLeft = Math.Abs(left + above - aboveLeft - aboveLeft);
        if (toLeft <= toAbove && toLeft <= toAboveLeft)
            return (byte)left;
        return toAbove <= toAboveLeft ? (byte)above : (byte)aboveLeft;
    }
}
