using System.Globalization;
using Kindred.Evaluation;

namespace Kindred.Reporting;

/// <summary>The rows of every class in every cluster as a heat map, clusters in the order of the classes they match best.</summary>
public static class ConfusionFigure
{
    private const double Top = 100, CellHeight = 34, MaxNameWidth = 300, FrameWidth = 2.5;
    private const int MaxCountedCells = 60;  // clusters or classes beyond which counts go into tips

    /// <param name="output">Receives one SVG document.</param>
    /// <param name="title">Says what was clustered, and how.</param>
    /// <param name="table">Classes x clusters, in any order of clusters.</param>
    /// <param name="classNames">One per class.</param>
    /// <param name="clusterCount">A column after so many holds the rows in no cluster; all columns are clusters where not given.</param>
    /// <exception cref="ArgumentException">There are not as many names as classes.</exception>
    public static void Write(TextWriter output, string title, Contingency table, IReadOnlyList<string> classNames, int? clusterCount = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(classNames);
        if (classNames.Count != table.ClassCount)
            throw new ArgumentException($"{table.ClassCount} classes need as many names, got {classNames.Count}.", nameof(classNames));

        var map = new Map(table, classNames, title, clusterCount ?? table.ClusterCount);
        using var svg = new Svg(output, map.Width, map.Height, title);
        map.DrawTitle(svg);
        map.DrawNames(svg);
        map.DrawCells(svg);
        map.DrawScale(svg);
    }

    private sealed class Map
    {
        private readonly Contingency _table;
        private readonly IReadOnlyList<string> _names;
        private readonly string _title;
        private readonly string _explanation;
        private readonly int _clusterCount;
        private readonly int[] _order;
        private readonly bool _counted;
        private readonly double _left, _cellWidth, _cellHeight;

        public Map(Contingency table, IReadOnlyList<string> names, string title, int clusterCount)
        {
            (_table, _names, _title, _clusterCount, _order) = (table, names, title, clusterCount, table.BestClusterOrder.ToArray());
            _counted = Math.Max(table.ClassCount, table.ClusterCount) <= MaxCountedCells;
            _left = 52 + Math.Min(MaxNameWidth, names.Max(name => Svg.WidthOf(name, 13)));
            _cellHeight = _counted ? CellHeight : 15;
            _cellWidth = _counted ? Math.Max(46, 12 + Svg.WidthOf(Count(table.Counts.ToArray().Max()), 12)) : 15;
            var matched = Enumerable.Range(0, table.ClassCount).Where(c => table.ClusterOfClass[c] >= 0).Sum(c => table[c, table.ClusterOfClass[c]]);
            _explanation = string.Create(CultureInfo.InvariantCulture, $"framed: the best one-to-one match, {100.0 * matched / table.Total:0.0} % of {Count(table.Total)} rows");
        }

        public double Width => Math.Max(_left + (_order.Length * _cellWidth), 24 + Svg.WidthOf(_explanation, 13)) + 104;

        public double Height => Bottom + 34;

        private double Bottom => Top + (_table.ClassCount * _cellHeight);

        public void DrawTitle(Svg svg)
        {
            svg.Text(24, 28, Svg.Shorten(_title, 16, Width - 48), 16, bold: true, tip: _title);
            svg.Text(24, 50, _explanation, colour: "#555555");
        }

        public void DrawNames(Svg svg)
        {
            var size = _counted ? 13 : 11;
            for (var c = 0; c < _names.Count; c++)
                svg.Text(_left - 8, Middle(c), Svg.Shorten(_names[c], size, MaxNameWidth), size, Anchor.End, tip: _names[c]);
            for (var g = 0; g < _order.Length; g++)
            {
                if (_counted)
                    svg.Text(X(g) + (_cellWidth / 2), Top - 7, Head(_order[g]), 12, Anchor.Middle);
                else
                    svg.Text(X(g) + (_cellWidth / 2) + 3.5, Top - 5, Head(_order[g]), 10, turn: -90);
            }

            svg.Text(X(0) + (_order.Length * _cellWidth / 2), Top - (_counted ? 24 : 32), "cluster", anchor: Anchor.Middle);
            svg.Text(20, (Top + Bottom) / 2, "class", anchor: Anchor.Middle, turn: -90);
        }

        public void DrawCells(Svg svg)
        {
            for (var c = 0; c < _names.Count; c++)
            {
                for (var g = 0; g < _order.Length; g++)
                    DrawCell(svg, c, g);
            }

            // last, so that no neighbour covers half of a frame
            for (var c = 0; c < _names.Count; c++)
            {
                if (Array.IndexOf(_order, _table.ClusterOfClass[c]) is var g and >= 0)
                    svg.Rectangle(X(g) + (FrameWidth / 2), Y(c) + (FrameWidth / 2), _cellWidth - FrameWidth, _cellHeight - FrameWidth, "none", "#e69f00", FrameWidth);
            }
        }

        public void DrawScale(Svg svg)
        {
            const int Steps = 40;
            var x = X(_order.Length) + 24;
            var height = Math.Min(Bottom - Top, 200);
            for (var s = 0; s < Steps; s++)
                svg.Rectangle(x, Top + (height * s / Steps), 14, (height / Steps) + 0.5, HeatColours.At(1 - ((s + 0.5) / Steps)));
            svg.Text(x + 20, Top + 10, "100 %", 11);
            svg.Text(x + 20, Top + height, "0 %", 11);
            svg.Text(x + 7, Top - 7, "of class", 11, Anchor.Middle);
        }

        private void DrawCell(Svg svg, int c, int g)
        {
            var count = _table[c, _order[g]];
            var size = _table.ClassSizes[c];
            var share = size > 0 ? (double)count / size : 0;
            var tip = $"{_names[c]}, {(_order[g] < _clusterCount ? "cluster " : string.Empty)}{Head(_order[g])}: {Count(count)} of {Count(size)}";
            svg.Rectangle(X(g), Y(c), _cellWidth, _cellHeight, HeatColours.At(share), Svg.Faint, 0.5, tip);
            if (_counted)
                svg.Text(X(g) + (_cellWidth / 2), Middle(c), Count(count), 12, Anchor.Middle, HeatColours.TextOn(share));
        }

        private double X(int g) => _left + (g * _cellWidth);

        private double Y(int c) => Top + (c * _cellHeight);

        private double Middle(int c) => Y(c) + (_cellHeight / 2) + 4.5;

        private string Head(int group) => group < _clusterCount ? group.ToString(CultureInfo.InvariantCulture) : "none";

        private static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
    }
}
