namespace Kindred.Datasets;

/// <summary>The lines of a text file, as bytes, one after the other. Memory grows with the longest line only.</summary>
internal sealed class CsvLines(DataContent content)
{
    private const int LongestLine = 1 << 26;

    private byte[] _buffer = new byte[Math.Clamp(content.LikelyBytes, 1 << 10, 1 << 18)];
    private int _start, _end;
    private bool _ended;

    /// <summary>The number of the current line, the first being 1.</summary>
    public int Number { get; private set; }

    /// <summary>The next line that is not blank, without its end; the span holds until the next call.</summary>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        while (TryNextRaw(out line))
        {
            if (line.ContainsAnyExcept((byte)' ', (byte)'\t'))
                return true;
        }

        return false;
    }

    private bool TryNextRaw(out ReadOnlySpan<byte> line)
    {
        var searched = 0;
        int length;
        while ((length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n')) < 0 && !_ended)
        {
            searched = _end - _start;
            Fill();
        }

        length = length < 0 ? _end - _start : length + searched;
        line = _buffer.AsSpan(_start, length);
        if (length == 0 && _start == _end)
            return false;
        Number++;
        _start = Math.Min(_end, _start + length + 1);
        if (Number == 1)
            line = WithoutMark(line);
        if (line.EndsWith("\r"u8))
            line = line[..^1];
        return true;
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
            if (_end >= LongestLine)
                throw new DataFileException(content.Name, $"line {Number + 1} is longer than {LongestLine} bytes; one row a line is needed.");
            Array.Resize(ref _buffer, _end * 2);
        }

        var read = content.Stream.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
    }

    private ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || line.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            throw new DataFileException(content.Name, "this text is UTF-16; save it as UTF-8.");
        return line.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? line[3..] : line;
    }
}
