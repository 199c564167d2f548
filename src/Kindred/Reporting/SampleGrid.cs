using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Reporting;

/// <summary>Samples of a data set side by side: drawn at random, or a row for every class.</summary>
public static class SampleGrid
{
    private const double Top = 48;

    /// <summary>Samples chosen at random, none twice; fewer where the data set is smaller.</summary>
    /// <param name="output">Receives one SVG document.</param>
    /// <param name="title">Says which data set.</param>
    /// <param name="images">What to choose from.</param>
    /// <param name="rows">Rows of pictures.</param>
    /// <param name="columns">Pictures in a row.</param>
    /// <param name="seed">Makes the choice.</param>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static void Write(TextWriter output, string title, ImageSet images, int rows = 13, int columns = 20, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(images);
        Guard.Positive(rows, nameof(rows));
        Guard.Positive(columns, nameof(columns));
        if (images.Count == 0)
            throw new ArgumentException("At least one sample is needed, got none.", nameof(images));

        var chosen = new Rng(seed).Permutation(images.Count)[..(int)Math.Min(images.Count, (long)rows * columns)];
        var tiles = new ImageTiles(images.Shape);
        var pixels = images.Take(chosen).Pixels;
        var (across, down) = (Math.Min(columns, chosen.Length), (chosen.Length + columns - 1) / columns);
        var width = Math.Max(48 + (across * tiles.StepX), Math.Min(480, 48 + Svg.WidthOf(title, 16)));
        using var svg = new Svg(output, width, Top + (down * tiles.StepY) + 20, title);
        svg.Text(24, 28, Svg.Shorten(title, 16, width - 48), 16, bold: true, tip: title);
        for (var i = 0; i < chosen.Length; i++)
            tiles.Draw(svg, 24 + (i % columns * tiles.StepX), Top + (i / columns * tiles.StepY), pixels.Row(i), $"sample {chosen[i]}");
    }

    /// <summary>A named row of random samples for every class.</summary>
    /// <param name="output">Receives one SVG document.</param>
    /// <param name="title">Says which data set.</param>
    /// <param name="images">What to choose from; their labels are needed.</param>
    /// <param name="classNames">One per class.</param>
    /// <param name="columns">Pictures in a row; fewer where a class is smaller.</param>
    /// <param name="seed">Makes the choice.</param>
    /// <exception cref="ArgumentException">There are no samples or no labels, or a label has no name.</exception>
    public static void WriteByClass(TextWriter output, string title, ImageSet images, IReadOnlyList<string> classNames, int columns = 16, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(classNames);
        if (images.Classes is null)
            throw new ArgumentException("Samples without labels have no classes to be shown by.", nameof(images));
        NamedRows.Write(output, title, images, images.Classes, [.. classNames], columns, seed);
    }
}
