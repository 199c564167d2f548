using System.Buffers.Binary;

namespace Kindred.Datasets.Columns;

/// <summary>The messages of an Arrow file, one after the other as in a stream: the schema, which its footer has, then the parts that the footer lists.</summary>
/// <remarks>Apache Arrow, "Columnar Format"; its File.fbs and Message.fbs number the fields.</remarks>
internal static class ArrowStream
{
    private const int FileStart = 8;    // bytes of the signature, and two to fill up
    private const int BlockBytes = 24;  // where a part begins, how long its header and its body are
    private const int HeadBytes = 8;    // the mark of a message, and how long its header is
    private const int Alignment = 8;

    /// <summary>What stands at the end of a stream.</summary>
    public static ReadOnlySpan<byte> End => [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];

    /// <summary>A message whose header is a schema that lies farther on: its place, the list of its fields' places, then the version, the kind and the way to the schema.</summary>
    private static ReadOnlySpan<byte> SchemaMessage => [16, 0, 0, 0, 10, 0, 12, 0, 4, 0, 6, 0, 8, 0, 0, 0, 12, 0, 0, 0, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <exception cref="InvalidDataException">The footer is damaged, or a part lies outside the file.</exception>
    public static byte[] OfFile(ReadOnlySpan<byte> file)
    {
        var end = file.Length - ArrowFile.Signature.Length - sizeof(int);
        if (end < FileStart || !file.EndsWith(ArrowFile.Signature))
            throw new InvalidDataException("The mark of the end is missing.");
        var length = BinaryPrimitives.ReadInt32LittleEndian(file[end..]);
        if (length <= 0 || length > end - FileStart)
            throw new InvalidDataException("The footer is not there.");
        var footer = file.Slice(end - length, length);
        var table = FlatTable.Root(footer);
        using var stream = new MemoryStream(file.Length);
        WriteSchema(stream, footer, table.PlaceOf(1));
        foreach (var field in (ReadOnlySpan<int>)[2, 3])
        {
            for (var blocks = table.List(field, BlockBytes); !blocks.IsEmpty; blocks = blocks[BlockBytes..])
                stream.Write(Part(file[..(end - length)], blocks));
            if (stream.Length > 2L * file.Length)
                throw new InvalidDataException("Parts are listed more than once.");
        }

        stream.Write(End);
        return stream.ToArray();
    }

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> content, ReadOnlySpan<byte> block)
    {
        var (place, head, body) = (BinaryPrimitives.ReadInt64LittleEndian(block), BinaryPrimitives.ReadInt32LittleEndian(block[8..]), BinaryPrimitives.ReadInt64LittleEndian(block[16..]));
        return place >= FileStart && head >= HeadBytes && body >= 0 && place <= content.Length && body <= content.Length && place + head + body <= content.Length
            ? content.Slice((int)place, head + (int)body) : throw new InvalidDataException("A part lies outside the file.");
    }

    /// <summary>All ways within a header lead on from where they stand, so that the footer may follow another beginning as it is.</summary>
    private static void WriteSchema(MemoryStream stream, ReadOnlySpan<byte> footer, int schema)
    {
        var header = new byte[(SchemaMessage.Length + footer.Length + Alignment - 1) / Alignment * Alignment];
        SchemaMessage.CopyTo(header);
        footer.CopyTo(header.AsSpan(SchemaMessage.Length));
        const int way = 24;  // where the way to the schema stands
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(way), SchemaMessage.Length + schema - way);
        Span<byte> head = stackalloc byte[HeadBytes];
        BinaryPrimitives.WriteInt32LittleEndian(head, -1);
        BinaryPrimitives.WriteInt32LittleEndian(head[sizeof(int)..], header.Length);
        stream.Write(head);
        stream.Write(header);
    }
}
