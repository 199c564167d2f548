using System.Buffers.Binary;

namespace Kindred.Datasets.Columns;

/// <summary>The messages of an Arrow file, one after the other as in a stream: the schema, which its footer has, then the parts that the footer lists.</summary>
/// <remarks>Apache Arrow, "Columnar Format"; its File.fbs and Message.fbs number the fields.</remarks>
internal static class ArrowStream
{
    private const int HeadBytes = 8;    // the mark of a message, and how long its header is
    private const int Alignment = 8;

    /// <summary>What stands at the end of a stream.</summary>
    public static ReadOnlySpan<byte> End => [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0];

    /// <summary>A message whose header is a schema that lies farther on: its place, the list of its fields' places, then the version, the kind and the way to the schema.</summary>
    private static ReadOnlySpan<byte> SchemaMessage => [16, 0, 0, 0, 10, 0, 12, 0, 4, 0, 6, 0, 8, 0, 0, 0, 12, 0, 0, 0, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <exception cref="InvalidDataException">The footer is damaged, or a part lies outside the file.</exception>
    public static byte[] OfFile(byte[] file)
    {
        var footer = new ArrowFooter(new MemoryStream(file, writable: false));
        return Of(footer, footer.Batches);
    }

    /// <summary>With some of the batches alone.</summary>
    public static byte[] Of(ArrowFooter footer, IReadOnlyList<ArrowPart> batches)
    {
        using var stream = new MemoryStream();
        WriteSchema(stream, footer.Footer, footer.Schema);
        foreach (var part in footer.Words.Concat(batches))
            stream.Write(footer.Read(part));
        stream.Write(End);
        return stream.ToArray();
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
