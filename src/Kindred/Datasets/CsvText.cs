using System.Text;

namespace Kindred.Datasets;

/// <summary>Lines of a table of text, after RFC 4180: what holds a comma, a quote or a line break stands in quotes.</summary>
internal static class CsvText
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    public static string Quote(string? cell) =>
        cell is null ? string.Empty : cell.AsSpan().ContainsAny(Special) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    /// <summary>The cells of the next line, which may span several lines of the file inside quotes; null at the end.</summary>
    public static string[]? ReadCells(TextReader reader)
    {
        if (reader.ReadLine() is not { } line)
            return null;
        if (!line.Contains('"', StringComparison.Ordinal))
            return line.Split(',');
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

    private static void Add(List<string> cells, StringBuilder cell)
    {
        cells.Add(cell.ToString());
        cell.Clear();
    }
}
