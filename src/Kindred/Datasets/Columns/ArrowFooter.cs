using System.Buffers.Binary;

namespace Kindred.Datasets.Columns;

/// <summary>What stands at the end of an Arrow file: the schema, and where its lists of words and its batches of rows lie.</summary>
/// <remarks>Apache Arrow, "Columnar Format"; its File.fbs numbers the fields.</remarks>
internal sealed class ArrowFooter
{
    private const int FileStart = 8;    // bytes of the signature, and two to fill up
    private const int BlockBytes = 24;  // where a part begins, how long its header and its body are
    private const int HeadBytes = 8;    // the mark of a message, and how long its header is

    private readonly Stream _file;
    private readonly byte[] _footer;

    /// <exception cref="InvalidDataException">The footer is damaged, or a part lies outside the file or over others.</exception>
    public ArrowFooter(Stream file)
    {
        (_file, Length) = (file, file.Length);
        var content = file.Length - ArrowFile.Signature.Length - sizeof(int);
        if (content < FileStart)
            throw new InvalidDataException("The mark of the end is missing.");
        var end = Read(content, sizeof(int) + ArrowFile.Signature.Length);
        if (!end.AsSpan().EndsWith(ArrowFile.Signature))
            throw new InvalidDataException("The mark of the end is missing.");
        var length = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (length <= 0 || length > content - FileStart)
            throw new InvalidDataException("The footer is not there.");
        _footer = Read(content - length, length);
        var table = FlatTable.Root(_footer);
        Schema = table.PlaceOf(1);
        Words = Parts(table.List(2, BlockBytes), content - length);
        Batches = Parts(table.List(3, BlockBytes), content - length);
        if (Words.Concat(Batches).Sum(part => (double)part.HeadBytes + part.BodyBytes) > 2.0 * Length)
            throw new InvalidDataException("Parts are listed more than once.");
    }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; }

    /// <summary>Where the schema lies in <see cref="Footer"/>.</summary>
    public int Schema { get; }

    public ReadOnlySpan<byte> Footer => _footer;

    /// <summary>Lists of words that columns count in.</summary>
    public IReadOnlyList<ArrowPart> Words { get; }

    /// <summary>Batches of rows.</summary>
    public IReadOnlyList<ArrowPart> Batches { get; }

    /// <summary>The bytes of a part: its header, then its body.</summary>
    public byte[] Read(ArrowPart part) => Read(part.Place, checked((int)(part.HeadBytes + part.BodyBytes)));

    /// <summary>The header alone.</summary>
    public byte[] ReadHead(ArrowPart part) => Read(part.Place, part.HeadBytes);

    private static List<ArrowPart> Parts(ReadOnlySpan<byte> blocks, long content)
    {
        var parts = new List<ArrowPart>();
        for (; !blocks.IsEmpty; blocks = blocks[BlockBytes..])
        {
            var (place, head, body) = (BinaryPrimitives.ReadInt64LittleEndian(blocks), BinaryPrimitives.ReadInt32LittleEndian(blocks[8..]), BinaryPrimitives.ReadInt64LittleEndian(blocks[16..]));
            if (place < FileStart || head < HeadBytes || body < 0 || place > content || body > content || place + head + body > content)
                throw new InvalidDataException("A part lies outside the file.");
            parts.Add(new ArrowPart(place, head, body));
        }

        return parts;
    }

    private byte[] Read(long place, int length)
    {
        var bytes = new byte[length];
        _file.Position = place;
        _file.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>A message in an Arrow file.</summary>
/// <param name="Place">Of its first byte.</param>
/// <param name="HeadBytes">Of its header, the mark before it included.</param>
/// <param name="BodyBytes">Of what follows.</param>
internal readonly record struct ArrowPart(long Place, int HeadBytes, long BodyBytes);
