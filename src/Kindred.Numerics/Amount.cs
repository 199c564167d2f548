using System.Globalization;

namespace Kindred.Numerics;

/// <summary>Counts in sentences.</summary>
public static class Amount
{
    /// <summary>The count, and the noun as it goes with it: <c>1 row</c>, <c>2 rows</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">In the singular; its plural ends with s.</param>
    /// <param name="format">Of the number.</param>
    public static string Of(long count, string noun, string format = "0") => $"{count.ToString(format, CultureInfo.InvariantCulture)} {noun}{(count == 1 ? string.Empty : "s")}";
}
