using System.Buffers.Binary;

namespace Kindred.Datasets.Columns;

/// <summary>A table of a FlatBuffers message, as far as it must be looked at to know that what it lists is there. All numbers are little-endian.</summary>
/// <remarks>FlatBuffers, "Internals": a table begins with the distance to the list of its fields' places, an unsigned 16 bits each; lists begin with their length.</remarks>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _table;
    private readonly int _places;

    private FlatTable(ReadOnlySpan<byte> bytes, int table)
    {
        _bytes = bytes;
        _table = table;
        _places = checked(table - BinaryPrimitives.ReadInt32LittleEndian(bytes[table..]));
    }

    public static FlatTable Root(ReadOnlySpan<byte> bytes) => new(bytes, checked((int)BinaryPrimitives.ReadUInt32LittleEndian(bytes)));

    public byte Byte(int field) => Place(field) is > 0 and var place ? _bytes[place] : (byte)0;

    public long Long(int field) => Place(field) is > 0 and var place ? BinaryPrimitives.ReadInt64LittleEndian(_bytes[place..]) : 0;

    public bool Has(int field) => Place(field) > 0;

    /// <summary>Where the table of a field lies in the message.</summary>
    public int PlaceOf(int field) => Followed(Place(field));

    public FlatTable Table(int field) => new(_bytes, Followed(Place(field)));

    /// <summary>The elements of a list of tables.</summary>
    public FlatTable Table(int field, int element) => new(_bytes, Followed(Followed(Place(field)) + sizeof(int) + (element * sizeof(int))));

    /// <summary>How many elements a list has, all of which are there; 0 where there is no list.</summary>
    /// <exception cref="InvalidDataException">It promises more.</exception>
    public int Count(int field, int elementBytes = sizeof(int)) => List(field, elementBytes).Length / elementBytes;

    /// <summary>A list of structures.</summary>
    /// <exception cref="InvalidDataException">It promises more than there is.</exception>
    public ReadOnlySpan<byte> List(int field, int elementBytes)
    {
        if (Place(field) is not (> 0 and var place))
            return [];
        var list = Followed(place);
        var count = BinaryPrimitives.ReadInt32LittleEndian(_bytes[list..]);
        return count >= 0 && count <= (_bytes.Length - list - sizeof(int)) / elementBytes ? _bytes.Slice(list + sizeof(int), count * elementBytes)
            : throw new InvalidDataException("A list in a header is longer than the header.");
    }

    private int Followed(int place) => checked(place + (int)BinaryPrimitives.ReadUInt32LittleEndian(_bytes[place..]));

    private int Place(int field)
    {
        var at = sizeof(int) + (sizeof(ushort) * field);
        var offset = at + sizeof(ushort) <= BinaryPrimitives.ReadUInt16LittleEndian(_bytes[_places..]) ? BinaryPrimitives.ReadUInt16LittleEndian(_bytes[(_places + at)..]) : 0;
        return offset == 0 ? 0 : _table + offset;
    }
}
