using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Reporting;

/// <summary>A grid of samples with a named row for every label: classes and clusters look alike.</summary>
internal static class NamedRows
{
    public const int MaxRows = 1000;
    private const double Top = 48, MaxNameWidth = 300;

    public static void Write(TextWriter output, string title, ImageSet images, ReadOnlySpan<int> labels, string[] names, int columns, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(output);
        Guard.Positive(columns, nameof(columns));
        var rows = Choose(images, labels, names.Length, columns, seed);
        var tiles = new ImageTiles(images.Shape);
        var step = Math.Max(tiles.StepY, 20);  // low pictures leave room for names
        var left = 36 + Math.Min(MaxNameWidth, names.Max(name => Svg.WidthOf(name, 13)));
        var width = Math.Max(left + (rows.Max(row => row.Count) * tiles.StepX) + 20, Math.Min(480, 48 + Svg.WidthOf(title, 16)));

        using var svg = new Svg(output, width, Top + (names.Length * step) + 16, title);
        svg.Text(24, 28, Svg.Shorten(title, 16, width - 48), 16, bold: true, tip: title);
        for (var r = 0; r < names.Length; r++)
        {
            var y = Top + (r * step);
            svg.Text(left - 10, y + (tiles.Height / 2) + 4.5, Svg.Shorten(names[r], 13, MaxNameWidth), anchor: Anchor.End, tip: names[r]);
            var pixels = images.Take([.. rows[r]]).Pixels;
            for (var i = 0; i < rows[r].Count; i++)
                tiles.Draw(svg, left + (i * tiles.StepX), y, pixels.Row(i), $"{names[r]}, sample {rows[r][i]}");
        }
    }

    // The first so many samples of every label in one random order.
    private static List<int>[] Choose(ImageSet images, ReadOnlySpan<int> labels, int rowCount, int columns, ulong seed)
    {
        if (images.Count == 0)
            throw new ArgumentException("At least one sample is needed, got none.", nameof(images));
        if (labels.Length != images.Count)
            throw new ArgumentException($"Every sample needs a label; there are {images.Count} samples and {labels.Length} labels.", nameof(labels));
        var rows = new List<int>[rowCount];
        for (var r = 0; r < rowCount; r++)
            rows[r] = [];
        foreach (var i in new Rng(seed).Permutation(images.Count))
        {
            if (labels[i] < 0 || labels[i] >= rowCount)
                throw new ArgumentException($"There are {rowCount} names, but sample {i} has the label {labels[i]}.", nameof(labels));
            if (rows[labels[i]].Count < columns)
                rows[labels[i]].Add(i);
        }

        return rows;
    }
}
