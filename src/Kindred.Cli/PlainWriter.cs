using System.Globalization;
using System.Text;

namespace Kindred.Cli;

/// <summary>Writes text for people: nothing in it steers a terminal, no line is longer than anybody reads, and words stay whole where lines are broken.</summary>
/// <remarks>Names of files and columns, and texts in files, come from anywhere; what they hold ends here.</remarks>
/// <param name="inner">Where it goes.</param>
/// <param name="width">Columns of a line; null where lines are not broken.</param>
internal sealed class PlainWriter(TextWriter inner, int? width = null) : TextWriter(CultureInfo.InvariantCulture)
{
    private const int LongestLine = 2000;
    private const char Stand = '?';

    private readonly StringBuilder _word = new();
    private int _written, _column, _indent, _blanks;
    private bool _isBlank = true;  // nothing but blanks in this line yet

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
            Place('…');
        if (_written < LongestLine)
            Place(value is '\n' or '\r' or '\t' || IsPlain(value) ? value : Stand);
    }

    public override void Write(string? value)
    {
        foreach (var letter in value ?? string.Empty)
            Write(letter);
    }

    public override void Flush()
    {
        EndWord();
        WriteBlanks();
        inner.Flush();
    }

    private void Place(char letter)
    {
        if (width is null)
        {
            inner.Write(letter);
            return;
        }

        if (letter is not (' ' or '\n' or '\r'))
        {
            _word.Append(letter);
            return;
        }

        EndWord();
        if (letter == ' ')
        {
            _blanks++;
            return;
        }

        inner.Write(letter);
        (_column, _indent, _blanks, _isBlank) = (0, 0, 0, true);
    }

    /// <summary>The word, on this line if it fits, else on the next, below where this one begins.</summary>
    private void EndWord()
    {
        if (_word.Length == 0)
            return;
        if (_isBlank)
            _indent = _blanks;
        else if (_column + _blanks + _word.Length > width)
        {
            inner.Write('\n');
            (_column, _blanks) = (0, _indent);
        }

        WriteBlanks();
        inner.Write(_word);
        (_column, _isBlank) = (_column + _word.Length, false);
        _word.Clear();
    }

    private void WriteBlanks()
    {
        inner.Write(new string(' ', _blanks));
        (_column, _blanks) = (_column + _blanks, 0);
    }

    // half of a pair is kept: the other follows, or the encoder replaces it
    private static bool IsPlain(char letter) => char.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) && letter != '\uFFFD';
}
