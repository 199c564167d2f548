using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Reporting;

/// <summary>A strip of samples above what a model made of them.</summary>
public static class ReconstructionFigure
{
    private const double Top = 48, LabelWidth = 112;

    /// <param name="output">Receives one SVG document.</param>
    /// <param name="title">Says which samples, and which model.</param>
    /// <param name="originals">One sample per row, values in [0, 1].</param>
    /// <param name="reconstructions">The same samples, restored.</param>
    /// <param name="shape">The shape of a sample.</param>
    /// <param name="columns">Samples side by side; more go into a second pair of strips, and so on.</param>
    /// <exception cref="ArgumentException">There are no samples, or originals, reconstructions and shape do not belong together.</exception>
    public static void Write(TextWriter output, string title, Matrix originals, Matrix reconstructions, ImageShape shape, int columns = 10)
    {
        ArgumentNullException.ThrowIfNull(output);
        Guard.Positive(columns, nameof(columns));
        var tiles = new ImageTiles(shape);
        tiles.Check(originals, nameof(originals));
        tiles.Check(reconstructions, nameof(reconstructions));
        if (originals.Rows == 0 || originals.Rows != reconstructions.Rows)
            throw new ArgumentException($"As many reconstructions as originals are needed, and at least one; got {reconstructions.Rows} for {originals.Rows}.", nameof(reconstructions));

        columns = Math.Min(columns, originals.Rows);
        var strips = (originals.Rows + columns - 1) / columns;
        var stripHeight = (2 * tiles.StepY) + 12;
        var width = Math.Max(24 + LabelWidth + (columns * tiles.StepX) + 20, Math.Min(480, 48 + Svg.WidthOf(title, 16)));
        using var svg = new Svg(output, width, Top + (strips * stripHeight) + 8, title);
        svg.Text(24, 28, Svg.Shorten(title, 16, width - 48), 16, bold: true, tip: title);
        for (var strip = 0; strip < strips; strip++)
        {
            var y = Top + (strip * stripHeight);
            svg.Text(24, y + (tiles.Height / 2) + 4.5, "original");
            svg.Text(24, y + tiles.StepY + (tiles.Height / 2) + 4.5, "reconstruction");
            for (var i = strip * columns; i < Math.Min(originals.Rows, (strip + 1) * columns); i++)
            {
                var x = 24 + LabelWidth + ((i - (strip * columns)) * tiles.StepX);
                tiles.Draw(svg, x, y, originals.Row(i), $"original {i + 1}");
                tiles.Draw(svg, x, y + tiles.StepY, reconstructions.Row(i), $"reconstruction {i + 1}");
            }
        }
    }
}
