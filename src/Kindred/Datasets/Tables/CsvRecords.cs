namespace Kindred.Datasets.Tables;

/// <summary>The records of a text table, as bytes, one after the other: a line, or several where a quoted field holds line breaks (RFC 4180).</summary>
/// <remarks>Lines end in a line feed, a carriage return or both. Memory grows with the longest record only.</remarks>
internal sealed class CsvRecords(DataContent content)
{
    private const int LongestRecord = 1 << 26;
    private const byte Quote = (byte)'"';

    private Stream _stream = content.Stream;
    private byte[] _buffer = new byte[Math.Clamp(content.LikelyBytes, 1 << 10, 1 << 18)];
    private int _start, _end;
    private int _nextNumber = 1;
    private bool _ended, _begun;

    /// <summary>The line on which the current record begins, the first being 1.</summary>
    public int Number { get; private set; }

    /// <summary>The separator, once it is known: a quote opens a field only after it. Until then, after any that may be one.</summary>
    public byte? Separator { get; set; }

    /// <summary>The next record that is not blank, without its end; the span holds until the next call.</summary>
    public bool TryNext(out ReadOnlySpan<byte> record)
    {
        while (TryNextRaw(out record))
        {
            record = record.TrimEnd((byte)0);  // what a disk leaves behind a file that was not finished
            if (record.ContainsAnyExcept((byte)' ', (byte)'\t'))
                return true;
        }

        return false;
    }

    private bool TryNextRaw(out ReadOnlySpan<byte> record)
    {
        if (!_begun)
            Begin();
        var at = 0;   // of the record, searched so far
        var end = -1;
        while (end < 0)
        {
            var found = _buffer.AsSpan(_start + at, _end - _start - at).IndexOfAny((byte)'\n', (byte)'\r', Quote);
            at = found < 0 ? _end - _start : at + found;
            var isKnown = found >= 0 && (_buffer[_start + at] == '\n' || at + 1 < _end - _start || _ended);  // what follows a return or a quote matters
            if (!isKnown && !_ended)
                Fill();
            else if (found < 0)
                end = at;
            else if (_buffer[_start + at] != Quote)
                end = at;
            else
                at = OpensField(at) ? Closing(at) : at + 1;
        }

        record = _buffer.AsSpan(_start, end);
        if (end == 0 && _start == _end)
            return false;
        Number = _nextNumber;
        _nextNumber += 1 + Breaks(record);
        _start += end;
        if (_start < _end)
            _start += _buffer[_start] == '\r' && _start + 1 < _end && _buffer[_start + 1] == '\n' ? 2 : 1;
        return true;
    }

    /// <summary>Line breaks within quotes.</summary>
    private static int Breaks(ReadOnlySpan<byte> record)
    {
        var breaks = 0;
        for (int found; (found = record.IndexOfAny((byte)'\n', (byte)'\r')) >= 0; breaks++)
            record = record[(found + (record[found..].StartsWith("\r\n"u8) ? 2 : 1))..];
        return breaks;
    }

    private bool OpensField(int at)
    {
        var before = _buffer.AsSpan(_start, at).TrimEnd((byte)' ');
        return before.IsEmpty || (Separator is { } separator ? before[^1] == separator || separator == ' ' : CsvDialect.Separators.Contains(before[^1]));
    }

    /// <summary>The place after the quote that closes the one at <paramref name="at"/>; the end of the file where none does.</summary>
    private int Closing(int at)
    {
        at++;
        while (true)
        {
            var found = _buffer.AsSpan(_start + at, _end - _start - at).IndexOf(Quote);
            at = found < 0 ? _end - _start : at + found;
            var isKnown = found >= 0 && at + 1 < _end - _start;
            if (!isKnown && !_ended)
                Fill();
            else if (found < 0)
                return at;
            else if (isKnown && _buffer[_start + at + 1] == Quote)
                at += 2;
            else
                return at + 1;
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        else if (_end == _buffer.Length)
        {
            if (_end >= LongestRecord)
                throw new DataFileException(content.Name, $"the row that begins on line {_nextNumber} is longer than {LongestRecord} bytes; one row a line is needed, and every quote must close.");
            Array.Resize(ref _buffer, _end * 2);
        }

        var read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
    }

    /// <summary>UTF-16 or UTF-32 of the order of bytes that a mark at the beginning says, and how long that is; UTF-16 by the zeros of Latin letters; else null.</summary>
    private static (System.Text.Encoding? Encoding, int Mark) Wide(ReadOnlySpan<byte> beginning) => beginning switch
    {
        [0xFF, 0xFE, 0, 0, ..] => (System.Text.Encoding.UTF32, 4),
        [0, 0, 0xFE, 0xFF, ..] => (new System.Text.UTF32Encoding(bigEndian: true, byteOrderMark: true), 4),
        [0xFF, 0xFE, ..] => (System.Text.Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (System.Text.Encoding.BigEndianUnicode, 2),
        _ => (WideWithoutMark(beginning), 0),
    };

    /// <summary>Every second byte of what is nearly all Latin letters and digits is zero.</summary>
    private static System.Text.Encoding? WideWithoutMark(ReadOnlySpan<byte> beginning)
    {
        Span<int> zeros = [0, 0];
        for (var i = 0; i < beginning.Length; i++)
            zeros[i % 2] += beginning[i] == 0 ? 1 : 0;
        var most = beginning.Length / 2 * 9 / 10;
        return beginning.Length < 8 ? null : zeros[1] > most && zeros[0] == 0 ? System.Text.Encoding.Unicode : zeros[0] > most && zeros[1] == 0 ? System.Text.Encoding.BigEndianUnicode : null;
    }

    /// <summary>Passes over a byte order mark, and refuses what is no text.</summary>
    private void Begin()
    {
        _begun = true;
        while (!_ended && _end < FileKind.Longest)
            Fill();
        var beginning = _buffer.AsSpan(0, _end);
        if (Wide(beginning) is ({ } encoding, var mark))
        {
            _stream = System.Text.Encoding.CreateTranscodingStream(new JoinedStream(beginning[mark..].ToArray(), _stream), encoding, System.Text.Encoding.UTF8);
            (_end, _ended) = (0, false);
            Fill();
            return;
        }

        if (FileKind.NotText(beginning) is { } problem)
            throw new DataFileException(content.Name, problem);
        if (beginning.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            _start = 3;
    }
}
