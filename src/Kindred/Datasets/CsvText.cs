using System.Globalization;
using System.Text;

namespace Kindred.Datasets;

/// <summary>Lines of a table of text, after RFC 4180: what holds a comma, a quote or a line break stands in quotes.</summary>
internal static class CsvText
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    /// <summary>The cell as it stands in a file. Before one that a spreadsheet would take for a formula an apostrophe is put, which <see cref="Unguarded"/> takes off.</summary>
    public static string Quote(string? cell)
    {
        var guarded = cell is not null && IsFormula(cell) ? "'" + cell : cell ?? string.Empty;
        return guarded.AsSpan().ContainsAny(Special) ? $"\"{guarded.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : guarded;
    }

    /// <summary>The cell without the apostrophe that <see cref="Quote"/> puts before formulas.</summary>
    public static string Unguarded(string cell) => cell.StartsWith('\'') && IsFormula(cell[1..]) ? cell[1..] : cell;

    /// <summary>The cells of the next line, which may span several lines of the file inside quotes; null at the end.</summary>
    public static string[]? ReadCells(TextReader reader)
    {
        if (reader.ReadLine() is not { } line)
            return null;
        if (!line.Contains('"', StringComparison.Ordinal))
            return Array.ConvertAll(line.Split(','), Unguarded);
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; ; i++)
        {
            if (i == line.Length && quoted && reader.ReadLine() is { } next)
            {
                cell.Append('\n');
                (line, i) = (next, -1);
            }
            else if (i == line.Length)
                break;
            else if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                cell.Append(line[i++]);
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ',' && !quoted)
                Add(cells, cell);
            else
                cell.Append(line[i]);
        }

        Add(cells, cell);
        return [.. cells];
    }

    /// <summary>What begins like a formula, with apostrophes before it or not; plain numbers are none.</summary>
    private static bool IsFormula(string cell) => cell.TrimStart('\'') is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] bare
        && !double.TryParse(bare, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static void Add(List<string> cells, StringBuilder cell)
    {
        cells.Add(Unguarded(cell.ToString()));
        cell.Clear();
    }
}
