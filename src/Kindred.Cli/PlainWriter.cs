using System.Globalization;

namespace Kindred.Cli;

/// <summary>Writes text for people: nothing in it steers a terminal, and no line is longer than anybody reads.</summary>
/// <remarks>Names of files and columns, and texts in files, come from anywhere; what they hold ends here.</remarks>
internal sealed class PlainWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
{
    private const int LongestLine = 2000;
    private const char Stand = '?';

    private int _written;

    public override System.Text.Encoding Encoding => inner.Encoding;

    /// <summary>The text on one line, at most so long.</summary>
    public static string Clean(string text, int longest = LongestLine)
    {
        var clean = string.Concat(text.Take(longest).Select(letter => letter is '\n' or '\r' or '\t' ? ' ' : IsPlain(letter) ? letter : Stand));
        return text.Length > longest ? clean + "…" : clean;
    }

    public override void Write(char value)
    {
        if (value is '\n' or '\r')
            _written = 0;
        else if (++_written == LongestLine)
            inner.Write('…');
        if (_written < LongestLine)
            inner.Write(value is '\n' or '\r' or '\t' || IsPlain(value) ? value : Stand);
    }

    public override void Write(string? value)
    {
        foreach (var letter in value ?? string.Empty)
            Write(letter);
    }

    public override void Flush() => inner.Flush();

    // half of a pair is kept: the other follows, or the encoder replaces it
    private static bool IsPlain(char letter) => char.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) && letter != '\uFFFD';
}
