using System.Globalization;
using System.Text;

namespace Kindred.Reporting;

/// <summary>Where a text starts from: its left end, its middle or its right end.</summary>
internal enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>A drawing written as SVG, in pixels from the top left; white behind, all text escaped.</summary>
internal sealed class Svg : IDisposable
{
    public const string Ink = "#222222";
    public const string Faint = "#d5d5d5";

    private readonly TextWriter _output;

    public Svg(TextWriter output, double width, double height, string title)
    {
        _output = output;
        _output.Write($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Of(width)} {Of(height)}\" width=\"{Of(width)}\" height=\"{Of(height)}\"");
        _output.Write(" role=\"img\" font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\">\n");
        _output.Write($"<title>{Escape(title)}</title>\n<rect width=\"{Of(width)}\" height=\"{Of(height)}\" fill=\"#ffffff\"/>\n");
    }

    /// <summary>Ends the drawing; the writer stays open.</summary>
    public void Dispose() => _output.Write("</svg>\n");

    public void Line(double x1, double y1, double x2, double y2, string colour, double width = 1, string dashes = "none") =>
        _output.Write($"<line x1=\"{Of(x1)}\" y1=\"{Of(y1)}\" x2=\"{Of(x2)}\" y2=\"{Of(y2)}\" stroke=\"{colour}\" stroke-width=\"{Of(width)}\" stroke-dasharray=\"{dashes}\"/>\n");

    public void Polyline(IEnumerable<(double X, double Y)> points, string colour, double width, string dashes = "none")
    {
        var joined = string.Join(' ', points.Select(point => $"{Of(point.X)},{Of(point.Y)}"));
        _output.Write($"<polyline points=\"{joined}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{Of(width)}\" stroke-linejoin=\"round\" stroke-dasharray=\"{dashes}\"/>\n");
    }

    public void Circle(double x, double y, double radius, string colour) =>
        _output.Write($"<circle cx=\"{Of(x)}\" cy=\"{Of(y)}\" r=\"{Of(radius)}\" fill=\"{colour}\"/>\n");

    public void Rectangle(double x, double y, double width, double height, string fill, string stroke = "none", double strokeWidth = 1, string? tip = null)
    {
        _output.Write($"<rect x=\"{Of(x)}\" y=\"{Of(y)}\" width=\"{Of(width)}\" height=\"{Of(height)}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{Of(strokeWidth)}\"");
        _output.Write(tip is null ? "/>\n" : $"><title>{Escape(tip)}</title></rect>\n");
    }

    /// <summary>A text whose base line is at <paramref name="y"/>; <paramref name="turn"/> is in degrees, clockwise.</summary>
    public void Text(double x, double y, string text, double size = 13, Anchor anchor = Anchor.Start, string colour = Ink, bool bold = false, double turn = 0, string? tip = null)
    {
        var place = turn == 0 ? $"x=\"{Of(x)}\" y=\"{Of(y)}\"" : $"transform=\"translate({Of(x)} {Of(y)}) rotate({Of(turn)})\"";
        var side = anchor switch { Anchor.Start => "start", Anchor.Middle => "middle", _ => "end" };
        var title = tip is null ? "" : $"<title>{Escape(tip)}</title>";
        _output.Write($"<text {place} font-size=\"{Of(size)}\" text-anchor=\"{side}\" fill=\"{colour}\"{(bold ? " font-weight=\"bold\"" : "")}>{title}{Escape(text)}</text>\n");
    }

    public void Picture(double x, double y, double width, double height, byte[] png, string tip) =>
        _output.Write($"<image x=\"{Of(x)}\" y=\"{Of(y)}\" width=\"{Of(width)}\" height=\"{Of(height)}\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" href=\"data:image/png;base64,{Convert.ToBase64String(png)}\"><title>{Escape(tip)}</title></image>\n");

    /// <summary>The width a text needs at most, in the fonts asked for: a drawing knows no fonts.</summary>
    public static double WidthOf(string text, double size) => size * text.EnumerateRunes().Sum(WidthOf);

    /// <summary>The text, or as much of it as fits, ending in an ellipsis.</summary>
    public static string Shorten(string text, double size, double width)
    {
        if (WidthOf(text, size) <= width)
            return text;
        var kept = new StringBuilder();
        var left = width - WidthOf("…", size);
        foreach (var rune in text.EnumerateRunes())
        {
            left -= size * WidthOf(rune);
            if (left < 0)
                break;
            kept.Append(rune);
        }

        return kept.ToString().TrimEnd() + "…";
    }

    /// <summary>Half of &lt;svg&gt; text is data: what XML cannot hold becomes a replacement character, and what it reads as markup is escaped.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\t' or '\n' or '\r' => escaped.Append(' '),
                < ' ' or 0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune),
            };
        }

        return escaped.ToString();
    }

    private static string Of(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    // Widths in DejaVu Sans, the widest of the fonts asked for, rounded up.
    private static double WidthOf(Rune rune) => rune.Value switch
    {
        ' ' or 'i' or 'j' or 'l' or '.' or ',' or ':' or ';' or '\'' or '|' or 'I' or '!' => 0.36,
        'f' or 't' or 'r' or '(' or ')' or '[' or ']' or '/' or '-' or '"' => 0.45,
        'm' or 'w' or 'M' or 'W' or '@' or '%' or 'Q' or 'O' or '…' => 1.0,
        >= 'A' and <= 'Z' => 0.77,
        < 0x2E80 => 0.66,
        _ => 1.1,
    };
}
