
namespace Kindred.Datasets;

/// <summary>The fields of one line, from left to right. Quotes around a field and spaces beside it are taken off.</summary>
internal ref struct CsvFields(ReadOnlySpan<byte> line, byte separator)
{
    private const byte Quote = (byte)'"';

    private readonly ReadOnlySpan<byte> _line = line;
    private int _at;

    /// <summary>Whether a field is left; a line that ends in a separator ends in an empty field.</summary>
    public readonly bool More => _at <= _line.Length;

    /// <summary>Whether the last field had a quote that never closed, or text beside its quotes.</summary>
    public bool Misquoted { get; private set; }

    /// <summary>Takes the next field if it is a plain whole number from 0 to 255: nearly all there is in a file of pictures.</summary>
    public bool TryNextByte(out byte value)
    {
        var number = 0;
        var at = _at;
        for (; at < _line.Length && _line[at] != separator; at++)
        {
            var digit = _line[at] - '0';
            if ((uint)digit > 9 || number > 25)
                break;
            number = (number * 10) + digit;
        }

        value = (byte)number;
        if (at == _at || number > 255 || (at < _line.Length && _line[at] != separator))
            return false;
        _at = at + 1;
        return true;
    }

    public ReadOnlySpan<byte> Next()
    {
        var rest = _line[_at..];
        var spaces = rest.IndexOfAnyExcept((byte)' ');
        if (spaces >= 0 && rest[spaces] == Quote)
            return NextQuoted(_at + spaces + 1);
        var length = rest.IndexOf(separator);
        length = length < 0 ? rest.Length : length;
        _at += length + 1;
        return rest[..length].Trim((byte)' ');
    }

    private ReadOnlySpan<byte> NextQuoted(int start)
    {
        var end = start;
        var doubled = false;
        while (end < _line.Length && (_line[end] != Quote || (end + 1 < _line.Length && _line[end + 1] == Quote)))
        {
            doubled |= _line[end] == Quote;
            end += _line[end] == Quote ? 2 : 1;
        }

        var field = _line[start..Math.Min(end, _line.Length)];
        var rest = _line[Math.Min(end + 1, _line.Length)..];
        var beside = rest.IndexOf(separator);
        beside = beside < 0 ? rest.Length : beside;
        Misquoted = end >= _line.Length || rest[..beside].ContainsAnyExcept((byte)' ');
        _at = Math.Min(end, _line.Length) + 1 + beside + 1;
        return doubled ? System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(field).Replace("\"\"", "\"", StringComparison.Ordinal)) : field;
    }
}
