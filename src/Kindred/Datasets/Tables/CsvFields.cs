namespace Kindred.Datasets.Tables;

/// <summary>The fields of one record, from left to right. Quotes around a field and spaces beside it are taken off.</summary>
/// <remarks>Where spaces separate, several count as one, and those at the ends of the line as none.</remarks>
internal ref struct CsvFields
{
    private const byte Quote = (byte)'"';

    private readonly ReadOnlySpan<byte> _record;
    private readonly byte _separator;
    private int _at;

    public CsvFields(ReadOnlySpan<byte> record, byte separator)
    {
        _record = separator == ' ' ? record.Trim((byte)' ') : record;
        _separator = separator;
    }

    /// <summary>Whether a field is left; a line that ends in a separator ends in an empty field.</summary>
    public readonly bool More => _at <= _record.Length;

    /// <summary>Whether the last field had a quote that never closed, or text beside its quotes.</summary>
    public bool Misquoted { get; private set; }

    /// <summary>How many fields a record has.</summary>
    public static int Count(ReadOnlySpan<byte> record, byte separator)
    {
        var fields = new CsvFields(record, separator);
        var count = 0;
        for (; fields.More; count++)
            fields.Next();
        return count;
    }

    /// <summary>Takes the next field if it is a plain whole number from 0 to 255: nearly all there is in a file of pictures.</summary>
    public bool TryNextByte(out byte value)
    {
        var number = 0;
        var at = _at;
        for (; at < _record.Length && _record[at] != _separator; at++)
        {
            var digit = _record[at] - '0';
            if ((uint)digit > 9 || number > 25)
                break;
            number = (number * 10) + digit;
        }

        value = (byte)number;
        if (at == _at || number > 255 || (at < _record.Length && _record[at] != _separator))
            return false;
        StepOver(at);
        return true;
    }

    public ReadOnlySpan<byte> Next()
    {
        var rest = _record[_at..];
        var spaces = rest.IndexOfAnyExcept((byte)' ');
        if (spaces >= 0 && rest[spaces] == Quote)
            return NextQuoted(_at + spaces + 1);
        var length = rest.IndexOf(_separator);
        length = length < 0 ? rest.Length : length;
        StepOver(_at + length);
        return rest[..length].Trim((byte)' ');
    }

    private ReadOnlySpan<byte> NextQuoted(int start)
    {
        var end = start;
        var doubled = false;
        while (end < _record.Length && (_record[end] != Quote || (end + 1 < _record.Length && _record[end + 1] == Quote)))
        {
            doubled |= _record[end] == Quote;
            end += _record[end] == Quote ? 2 : 1;
        }

        var field = _record[start..Math.Min(end, _record.Length)];
        var rest = _record[Math.Min(end + 1, _record.Length)..];
        var beside = rest.IndexOf(_separator);
        beside = beside < 0 ? rest.Length : beside;
        Misquoted = end >= _record.Length || rest[..beside].ContainsAnyExcept((byte)' ');
        StepOver(Math.Min(end, _record.Length) + 1 + beside);
        return doubled ? Undoubled(field) : field;
    }

    private void StepOver(int separator)
    {
        _at = separator + 1;
        while (_separator == ' ' && _at < _record.Length && _record[_at] == ' ')
            _at++;
    }

    private static byte[] Undoubled(ReadOnlySpan<byte> field)
    {
        var plain = new List<byte>(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            plain.Add(field[i]);
            if (field[i] == Quote)
                i++;
        }

        return [.. plain];
    }
}
