using System.Text;

namespace Kindred.Models;

/// <summary>Small tables of text, separated by commas.</summary>
/// <remarks>RFC 4180: a cell with a comma, a quote or a line break stands in quotes, quotes in it doubled.</remarks>
internal static class CsvText
{
    private const string NeedQuotes = ",\"\r\n";

    /// <summary>The text as a cell.</summary>
    public static string Cell(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().ContainsAny(NeedQuotes) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>The cells of every line; empty lines are left out.</summary>
    internal static IEnumerable<string[]> Records(string text)
    {
        var (cells, cell, quoted, any) = (new List<string>(), new StringBuilder(), false, false);
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            any |= character is not ('\r' or '\n');
            if (quoted && character == '"' && i + 1 < text.Length && text[i + 1] == '"')
                cell.Append(text[i++]);
            else if (character == '"')
                quoted = !quoted;
            else if (quoted || character is not (',' or '\r' or '\n'))
                cell.Append(character);
            else if (character == ',')
                Close();
            else if (any)
                yield return Finish();
        }

        if (any)
            yield return Finish();

        void Close()
        {
            cells.Add(cell.ToString());
            cell.Clear();
        }

        string[] Finish()
        {
            Close();
            string[] record = [.. cells];
            cells.Clear();
            any = false;
            return record;
        }
    }
}
