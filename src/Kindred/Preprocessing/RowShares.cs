using Kindred.Datasets.Tables;
using Kindred.Numerics;

namespace Kindred.Preprocessing;

/// <summary>How much of each row, seen from the median, principal components hold.</summary>
internal static class RowShares
{
    private const int MostRows = 1024;

    /// <summary>The fewest of <paramref name="components"/> that hold the share of ‖row − median‖² on average over rows, of which a thousand at equal steps are looked at.</summary>
    public static int Count(RowBlocks x, double[] directions, int components, double share)
    {
        var looked = Math.Min(MostRows, x.Total);
        var rows = x.Take(Enumerable.Range(0, looked).Select(i => (int)((long)i * x.Total / looked)));
        var (median, held, counted) = (Narrowing.Centres(rows), new double[components], 0);
        for (var i = 0; i < rows.Rows; i++)
            counted += Add(rows.Row(i), median, directions, held) ? 1 : 0;
        var sum = 0.0;
        for (var count = 1; count <= components; count++)
        {
            sum += held[count - 1];
            if (sum >= share * counted)
                return count;
        }

        return components;
    }

    // heldᶜ ← heldᶜ + ((x − median) · directionᶜ)² / ‖x − median‖²
    private static bool Add(ReadOnlySpan<float> row, double[] median, double[] directions, double[] held)
    {
        var length = 0.0;
        for (var j = 0; j < median.Length; j++)
            length += (row[j] - median[j]) * (row[j] - median[j]);
        if (length == 0)
            return false;
        for (var c = 0; c < held.Length; c++)
        {
            var dot = 0.0;
            for (var j = 0; j < median.Length; j++)
                dot += (row[j] - median[j]) * directions[(c * median.Length) + j];
            held[c] += dot * dot / length;
        }

        return true;
    }
}
