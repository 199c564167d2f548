using System.Buffers.Binary;
using System.Security.Cryptography;
using Kindred.Datasets;

namespace Kindred.Models;

/// <summary>A zip archive of a few entries that are stored as they are, with their checksums in an entry of its own, read without believing it.</summary>
/// <remarks>PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 and 4.4. Packed entries, comments and archives of several files are refused, so nothing read is
/// longer than the file.</remarks>
internal sealed class ModelArchive
{
    public const string ChecksumsName = "checksums.sha256";

    private const int EndLength = 22;
    private const int DirectoryEntryLength = 46;
    private const int LocalHeaderLength = 30;
    private const int LongestDirectory = 16 << 10;
    private const int LongestChecksums = 16 << 10;
    private const int HashDigits = 64;

    private readonly DataContent _content;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _checksums = new(StringComparer.Ordinal);

    /// <exception cref="DataFileException">The file is no such archive.</exception>
    public ModelArchive(DataContent content)
    {
        _content = content;
        var length = content.Stream.CanSeek ? content.Stream.Length : 0;
        if (length < EndLength || !Bytes(0, 4).AsSpan().SequenceEqual("PK\u0003\u0004"u8))
            throw Problem("this is not a model file; the file model.kindred of a run is needed.");
        var end = Bytes(length - EndLength, EndLength).AsSpan();
        var (count, size, start) = (
            BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), BinaryPrimitives.ReadUInt32LittleEndian(end[16..]));
        if (!end.StartsWith("PK\u0005\u0006"u8) || start + (long)size + EndLength != length || size > LongestDirectory)
            throw Problem("the model file is cut short or something follows it; a whole file is needed.");
        ReadDirectory(Bytes(start, (int)size), count, start);
        ReadChecksums();
    }

    /// <summary>The names of all entries but the checksums.</summary>
    public IEnumerable<string> Names => _entries.Keys.Where(name => name != ChecksumsName);

    /// <summary>Hands the entry to <paramref name="parse"/> and checks that it is what was written.</summary>
    /// <exception cref="DataFileException">There is no such entry, it is longer than <paramref name="most"/> bytes, was changed, or cannot be used.</exception>
    public T Read<T>(string name, long most, Func<Stream, T> parse)
    {
        using var section = Open(name, most);
        try
        {
            var result = parse(section);
            return section.Hash() == _checksums.GetValueOrDefault(name) ? result : throw Altered(name);
        }
        catch (Exception broken) when (broken is InvalidDataException or ArgumentException or EndOfStreamException)
        {
            throw section.Hash() == _checksums.GetValueOrDefault(name) ? Problem($"its {name} cannot be used. {Sentence(broken)}", broken) : Altered(name);
        }
    }

    public DataFileException Problem(string problem, Exception? cause = null) => new(_content.Name, problem, cause);

    /// <summary>The message without the parameter name that .NET adds to argument errors.</summary>
    internal static string Sentence(Exception error) => error is ArgumentException { ParamName: { } name }
        ? error.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal)
        : error.Message;

    private DataFileException Altered(string name) =>
        Problem($"the model file is damaged or was altered: its {name} does not have its checksum; the file as it was written is needed.");

    private Section Open(string name, long most)
    {
        if (!_entries.TryGetValue(name, out var entry))
            throw Problem($"the model file holds no {name}; a whole file is needed.");
        return entry.Length <= most
            ? new Section(_content.Stream, entry.Start, entry.Length)
            : throw Problem($"its {name} has {entry.Length} bytes; at most {most} are read.");
    }

    private void ReadDirectory(ReadOnlySpan<byte> directory, int count, long end)
    {
        var total = 0L;
        for (; directory.Length >= DirectoryEntryLength && directory.StartsWith("PK\u0001\u0002"u8); count--)
        {
            var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]);
            var others = BinaryPrimitives.ReadUInt16LittleEndian(directory[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]);
            if (directory.Length < DirectoryEntryLength + nameLength + others)
                break;
            var name = System.Text.Encoding.UTF8.GetString(directory.Slice(DirectoryEntryLength, nameLength));
            var entry = ReadEntry(directory, name, end);
            total += entry.Length;
            if (!_entries.TryAdd(name, entry))
                throw Problem($"the model file holds two entries of one name, {Printable(name)}; each may be there once.");
            directory = directory[(DirectoryEntryLength + nameLength + others)..];
        }

        if (count != 0 || directory.Length > 0 || total > end)
            throw Problem("the list of entries in the model file is damaged; a whole file is needed.");
    }

    private Entry ReadEntry(ReadOnlySpan<byte> header, string name, long end)
    {
        var (flags, method) = (BinaryPrimitives.ReadUInt16LittleEndian(header[8..]), BinaryPrimitives.ReadUInt16LittleEndian(header[10..]));
        var (packed, length) = (BinaryPrimitives.ReadUInt32LittleEndian(header[20..]), BinaryPrimitives.ReadUInt32LittleEndian(header[24..]));
        if (method != 0 || packed != length || (flags & 1) != 0)
            throw Problem($"its entry {Printable(name)} is packed or locked (it promises {length} bytes from {packed}); entries of a model file are stored as they are.");
        var place = (long)BinaryPrimitives.ReadUInt32LittleEndian(header[42..]);
        var local = place + LocalHeaderLength <= end ? Bytes(place, LocalHeaderLength) : new byte[LocalHeaderLength];
        var start = place + LocalHeaderLength + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(26)) + BinaryPrimitives.ReadUInt16LittleEndian(local.AsSpan(28));
        return local.AsSpan().StartsWith("PK\u0003\u0004"u8) && start + length <= end
            ? new Entry(start, length)
            : throw Problem($"its entry {Printable(name)} does not lie where the list of entries says; a whole file is needed.");
    }

    /// <summary>Lines of 64 hexadecimal digits, two spaces and a name: one for every other entry.</summary>
    private void ReadChecksums()
    {
        using var section = Open(ChecksumsName, LongestChecksums);
        var bytes = new byte[section.Length];
        section.ReadExactly(bytes);
        foreach (var line in System.Text.Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length < HashDigits + 3 || !line.AsSpan(HashDigits).StartsWith("  ") || !_checksums.TryAdd(line[(HashDigits + 2)..], line[..HashDigits]))
                throw Problem("its list of checksums is damaged; a whole file is needed.");
        }

        if (!_checksums.Keys.ToHashSet().SetEquals(Names))
            throw Problem("its list of checksums does not name exactly the entries that are there; the file as it was written is needed.");
    }

    private byte[] Bytes(long start, int count)
    {
        var bytes = new byte[count];
        _content.Stream.Position = start;
        _content.Stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Short and without anything that steers a terminal.</summary>
    internal static string Printable(string name) =>
        $"'{string.Concat(name.Take(60).Select(character => char.IsControl(character) ? '?' : character))}'";

    private readonly record struct Entry(long Start, long Length);

    /// <summary>Some bytes of a file, as a stream that knows its length and the checksum of what was read.</summary>
    private sealed class Section : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly Stream _file;
        private readonly long _start;
        private long _position;
        private string? _digest;

        public Section(Stream file, long start, long length) => (_file, _start, Length) = (file, start, length);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length { get; }

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        /// <summary>Of the whole section, whatever of it was read before, in hexadecimal.</summary>
        public string Hash()
        {
            if (_digest is null)
            {
                CopyTo(Null);
                _digest = Convert.ToHexStringLower(_hash.GetHashAndReset());
            }

            return _digest;
        }

        public override int Read(Span<byte> buffer)
        {
            _file.Position = _start + _position;
            var read = _file.Read(buffer[..(int)Math.Min(buffer.Length, Length - _position)]);
            _hash.AppendData(buffer[..read]);
            _position += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
