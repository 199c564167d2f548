using Kindred.Datasets;
using Kindred.Preprocessing;

namespace Kindred.Recipes;

/// <summary>Principal components in the place of the codes of an encoder that learned nothing.</summary>
/// <param name="Settings">As many components as a code has numbers, where the rows have them.</param>
/// <param name="Warning">What failed, and what was done instead.</param>
internal sealed record ComponentsInstead(Pca Settings, string Warning)
{
    private const int MostRows = 4000;  // of rows that are as wide

    /// <param name="failure">Of the encoder, as a sentence.</param>
    /// <param name="codeLength">Numbers in its code.</param>
    /// <param name="rows">That components are to be learned from.</param>
    /// <param name="columns">Of these.</param>
    public static ComponentsInstead Of(string failure, int codeLength, int rows, int columns)
    {
        var pca = new Pca { Components = Math.Max(1, Math.Min(codeLength, Math.Min(rows - 1, columns))) };
        return new(pca, $"{failure} Clustered on {pca.Components} principal component{(pca.Components == 1 ? "" : "s")} instead.");
    }

    /// <summary>The rows to learn from: evenly spaced ones where there are many and they are wide.</summary>
    public static ImageSet RowsOf(ImageSet rows)
    {
        var count = IsWide(rows.Shape.Size) ? Math.Min(rows.Count, MostRows) : rows.Count;
        return count == rows.Count ? rows : rows.Take([.. Enumerable.Range(0, count).Select(i => (int)((long)i * rows.Count / count))]);
    }

    /// <summary>Whether components of so many columns are found among as few rows.</summary>
    public static bool IsWide(int columns) => columns > MostRows;
}
