using System.Buffers.Binary;

namespace Kindred.Datasets.Columns;

/// <summary>Looks through what an Arrow file says of its parts, before the library, which trusts that, makes room for them.</summary>
/// <remarks>Apache Arrow, "Columnar Format"; its Message.fbs and Schema.fbs number the fields.</remarks>
internal static class ArrowCheck
{
    private const int NodeBytes = 16;    // of a column or a buffer in a batch: two long numbers
    private const int MessageStart = 8;  // bytes before a header: a mark, and its length
    private const int Deepest = 64;

    /// <exception cref="InvalidDataException">A message is damaged, or the mark of the end is missing: rows may be, too.</exception>
    public static void Stream(ReadOnlySpan<byte> content)
    {
        if (!content.EndsWith(ArrowStream.End))
            throw new InvalidDataException("The mark of the end is missing.");
        for (var place = 0L; place < content.Length - ArrowStream.End.Length;)
        {
            var (start, head) = Head(content, place);
            var body = Message(content.Slice(start, head));
            if (body < 0 || body > content.Length)
                throw new InvalidDataException("A message promises more than there is.");
            place = start + head + body;
        }
    }

    /// <summary>The header of a batch of rows, looked through, of the bytes that a footer says it has.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or no batch.</exception>
    public static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> message)
    {
        var (start, length) = Head(message, 0);
        var header = message.Slice(start, length);
        _ = Message(header);
        return FlatTable.Root(header).Byte(1) == 3 ? header : throw new InvalidDataException("A batch of rows is something else.");
    }

    /// <summary>Where the header of a message lies; older files have no mark before its length.</summary>
    private static (int Start, int Length) Head(ReadOnlySpan<byte> content, long place)
    {
        var at = checked((int)place);
        var isMarked = BinaryPrimitives.ReadInt32LittleEndian(content[at..]) == -1;
        var start = at + (isMarked ? MessageStart : sizeof(int));
        var length = BinaryPrimitives.ReadInt32LittleEndian(content[(start - sizeof(int))..]);
        return length > 0 && length <= content.Length - start ? (start, length) : throw new InvalidDataException("A message promises more than there is.");
    }

    /// <summary>How long the body of the message is.</summary>
    private static long Message(ReadOnlySpan<byte> bytes)
    {
        var message = FlatTable.Root(bytes);
        if (message.Has(2))
        {
            var header = message.Table(2);
            switch (message.Byte(1))
            {
                case 1:
                    Schema(header);
                    break;
                case 2:
                    Batch(header.Table(1));
                    break;
                case 3:
                    Batch(header);
                    break;
                default:
                    break;
            }
        }

        _ = message.Count(4);
        return message.Long(3);
    }

    private static void Schema(FlatTable schema)
    {
        _ = schema.Count(2);
        var fields = schema.Count(1);
        for (var i = 0; i < fields; i++)
            Field(schema.Table(1, i), 0);
    }

    private static void Field(FlatTable field, int depth)
    {
        if (depth > Deepest)
            throw new InvalidDataException("The columns are nested too deep.");
        _ = field.Count(6);
        var children = field.Count(5);
        for (var i = 0; i < children; i++)
            Field(field.Table(5, i), depth + 1);
    }

    private static void Batch(FlatTable batch)
    {
        _ = batch.Count(1, NodeBytes) + batch.Count(2, NodeBytes) + batch.Count(4, sizeof(long));
        if (batch.Long(0) is < 0 or > int.MaxValue)
            throw new InvalidDataException("A batch promises more rows than can be.");
    }
}
