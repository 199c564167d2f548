namespace Kindred.Datasets.Columns;

/// <summary>Walks through a header in Thrift's compact protocol: every field is of its type, and all lies within the bytes. The library, which trusts that, reads on for ever where it does not.</summary>
/// <remarks>Apache Thrift, "Thrift Compact protocol encoding".</remarks>
internal ref struct ThriftCheck(ReadOnlySpan<byte> bytes)
{
    private const int Deepest = 32;
    private const byte Stop = 0, Byte = 3, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Struct = 12, Uuid = 13;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Where the next field begins; after a whole structure, where that has ended.</summary>
    public int Place { get; private set; }

    /// <summary>Whole numbers met on the way, by the numbers of their fields from the outermost on, as in 5.1; of lists, the last.</summary>
    public Dictionary<(int Outer, int Inner), long> Numbers { get; } = [];

    /// <exception cref="InvalidDataException">The header is damaged.</exception>
    public void Structure(ThriftShape? shape, int depth = 0, int outer = 0)
    {
        if (depth > Deepest)
            throw new InvalidDataException("A header is nested too deep.");
        for (var last = 0; Next() is var head && head != Stop;)
        {
            var (type, id) = ((byte)(head & 15), head >> 4 == 0 ? (int)Zigzag(Varint()) : last + (head >> 4));
            last = id;
            var field = shape is not null && shape.Fields.TryGetValue(id, out var known) ? known : null;
            if (field is not null && !field.Wire.Contains(type))
                throw new InvalidDataException($"Field {id} of a header is of the wrong type.");
            Value(type, field?.Inner, field?.Elements, depth, outer == 0 && depth == 0 ? (id, 0) : (outer, id));
        }
    }

    private void Value(byte type, ThriftShape? inner, byte? elements, int depth, (int Outer, int Inner) name)
    {
        switch (type)
        {
            case 1 or 2:
                return;
            case Byte:
                Skip(1);
                return;
            case > Byte and < Double:
                var number = Zigzag(Varint());
                if (depth <= 1)
                    Numbers[name] = number;
                return;
            case Double:
                Skip(sizeof(double));
                return;
            case Binary:
                Skip((long)Varint());
                return;
            case List or Set:
                Elements(inner, elements, depth);
                return;
            case Map:
                Pairs(depth);
                return;
            case Struct:
                Structure(inner, depth + 1, name.Outer);
                return;
            case Uuid:
                Skip(16);
                return;
            default:
                throw new InvalidDataException("A header holds a type that there is not.");
        }
    }

    private void Elements(ThriftShape? inner, byte? elements, int depth)
    {
        var head = Next();
        var (type, count) = ((byte)(head & 15), head >> 4 == 15 ? Varint() : (ulong)(head >> 4));
        if (count > (ulong)(_bytes.Length - Place) || (elements is { } needed && count > 0 && type != needed) || depth >= Deepest)
            throw new InvalidDataException("A list in a header is longer than the header, or holds other things.");
        for (var i = 0UL; i < count; i++)
        {
            if (type is 1 or 2)
                Skip(1);
            else
                Value(type, inner, null, depth + 1, (0, 0));
        }
    }

    private void Pairs(int depth)
    {
        var count = Varint();
        if (count > (ulong)(_bytes.Length - Place) || depth >= Deepest)
            throw new InvalidDataException("A map in a header is longer than the header.");
        var types = count > 0 ? Next() : (byte)0;
        for (var i = 0UL; i < count; i++)
        {
            Value((byte)(types >> 4), null, null, depth + 1, (0, 0));
            Value((byte)(types & 15), null, null, depth + 1, (0, 0));
        }
    }

    private static long Zigzag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = Next();
            value |= (ulong)(next & 127) << shift;
            if (next < 128)
                return value;
        }

        throw new InvalidDataException("A number in a header does not end.");
    }

    private byte Next() => Place < _bytes.Length ? _bytes[Place++] : throw new InvalidDataException("A header ends within a field.");

    private void Skip(long count)
    {
        if (count < 0 || count > _bytes.Length - Place)
            throw new InvalidDataException("A header ends within a field.");
        Place += (int)count;
    }
}
