using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Encoding.Views;

/// <summary>Some pictures, and beside each views of it: what an encoder that learned from views was told is the same.</summary>
internal static class ViewStrip
{
    /// <summary>The picture itself and its views.</summary>
    public const int Each = 8;

    private const int Pictures = 10;

    /// <summary>At most 10 pictures at even steps: each as it is, then in 7 views. // pictures x 8 rows x values, values in [0, 1]</summary>
    /// <param name="settings">What views may differ in.</param>
    /// <param name="rows">As the encoder took them.</param>
    /// <param name="seed">Of the views.</param>
    public static Matrix Of(ViewSettings settings, ImageSet rows, ulong seed)
    {
        var views = new ImageViews(settings, rows.Shape, seed);
        var chosen = rows.Take([.. Enumerable.Range(0, Math.Min(Pictures, rows.Count)).Select(i => (int)((long)i * rows.Count / Math.Min(Pictures, rows.Count)))]).Pixels;
        var strip = new Matrix(chosen.Rows * Each, chosen.Columns);
        for (var i = 0; i < chosen.Rows; i++)
        {
            chosen.Row(i).CopyTo(strip.MutableRow(i * Each));
            for (var version = 1; version < Each; version++)
                views.Make(chosen.Row(i), i, visit: 0, version - 1, strip.MutableRow((i * Each) + version));
        }

        return strip;
    }
}
