using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Kindred.Numerics;

namespace Kindred.Networks.Storage;

/// <summary>Reading. Nothing in the file is believed before it is checked, and no more is allocated than the file is long.</summary>
public sealed partial class SafeTensors
{
    /// <summary>Arrays go through the stream in pieces, since they may be longer than a span of bytes.</summary>
    private const int ValuesAtOnce = 1 << 20;

    /// <exception cref="InvalidDataException">The file breaks the rules of the format; the message says which.</exception>
    public static SafeTensors Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var file = OrdinaryFile.Open(path);
        try
        {
            return Read(file);
        }
        catch (InvalidDataException broken)
        {
            throw new InvalidDataException($"{path}: {broken.Message}", broken);
        }
    }

    /// <summary>Reads from the stream's position to its end; the stream must know its length.</summary>
    /// <exception cref="InvalidDataException">The content breaks the rules of the format; the message says which.</exception>
    public static SafeTensors Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var room = stream.Length - stream.Position;
        if (room < 10)
            throw new InvalidDataException($"A safetensors file has at least 10 bytes, got {room}.");
        Span<byte> lengthBytes = stackalloc byte[8];
        stream.ReadExactly(lengthBytes);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > (ulong)(room - 8) || length > LongestHeader || length < 2)
            throw new InvalidDataException($"The header claims {length} bytes; the file has room for {room - 8}, and {LongestHeader} are allowed.");
        var header = new byte[length];
        stream.ReadExactly(header);
        var (entries, metadata) = Parse(header);
        CheckPlaces(entries, room - 8 - (long)length);
        var (tensors, doubles) = (new List<StoredTensor>(), new List<StoredDoubles>());
        foreach (var entry in entries)
        {
            if (entry.ValueSize == sizeof(double))
                doubles.Add(new StoredDoubles(entry.Name, entry.Shape, ReadDoubles(stream, entry)));
            else
                tensors.Add(new StoredTensor(entry.Name, entry.Shape, ReadFloats(stream, entry)));
        }

        return new SafeTensors(tensors, metadata, doubles);
    }

    private static float[] ReadFloats(Stream stream, Entry entry)
    {
        var values = ReadValues<float>(stream, entry);
        for (var i = 0; !BitConverter.IsLittleEndian && i < values.Length; i++)
            values[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReverseEndianness(BitConverter.SingleToInt32Bits(values[i])));
        return values;
    }

    private static double[] ReadDoubles(Stream stream, Entry entry)
    {
        var values = ReadValues<double>(stream, entry);
        for (var i = 0; !BitConverter.IsLittleEndian && i < values.Length; i++)
            values[i] = BitConverter.Int64BitsToDouble(BinaryPrimitives.ReverseEndianness(BitConverter.DoubleToInt64Bits(values[i])));
        return values;
    }

    private static T[] ReadValues<T>(Stream stream, Entry entry)
        where T : unmanaged
    {
        var values = new T[(entry.End - entry.Start) / entry.ValueSize];
        for (var start = 0; start < values.Length; start += ValuesAtOnce)
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(ValuesAtOnce, values.Length - start))));
        return values;
    }

    private static (List<Entry> Entries, Dictionary<string, string> Metadata) Parse(byte[] header)
    {
        if (header[0] != (byte)'{')
            throw new InvalidDataException("The header must begin with {.");
        try
        {
            using var json = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 4 });
            var entries = new List<Entry>();
            var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (!names.Add(property.Name))
                    throw new InvalidDataException($"The header names {property.Name} twice.");
                if (property.Name == MetadataName)
                    ParseMetadata(property.Value, metadata);
                else
                    entries.Add(ParseEntry(property.Name, property.Value));
            }

            return (entries, metadata);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)  // the latter: text that is no UTF-16
        {
            throw new InvalidDataException($"The header is not valid JSON: {JsonProblem.Of(broken)}.", broken);
        }
    }

    private static void ParseMetadata(JsonElement value, Dictionary<string, string> metadata)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{MetadataName} must be an object of texts.");
        foreach (var text in value.EnumerateObject())
        {
            if (text.Value.ValueKind != JsonValueKind.String || !metadata.TryAdd(text.Name, text.Value.GetString()!))
                throw new InvalidDataException($"{MetadataName}: {text.Name} must be one text.");
        }
    }

    private static Entry ParseEntry(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object
            || !value.TryGetProperty("dtype", out var type) || type.ValueKind != JsonValueKind.String
            || !value.TryGetProperty("shape", out var shape) || shape.ValueKind != JsonValueKind.Array
            || !value.TryGetProperty("data_offsets", out var offsets) || offsets.ValueKind != JsonValueKind.Array || offsets.GetArrayLength() != 2)
            throw new InvalidDataException($"The array {name} needs a dtype, a shape and two data_offsets.");
        var valueSize = type.GetString() switch
        {
            FloatType => sizeof(float),
            DoubleType => sizeof(double),
            var other => throw new InvalidDataException($"The array {name} holds {other}; only {FloatType} and {DoubleType} can be read."),
        };
        var (sizes, count) = ParseShape(name, shape);
        var (start, end) = (Offset(name, offsets[0]), Offset(name, offsets[1]));
        if (end - start != valueSize * count)
            throw new InvalidDataException($"The array {name} takes {valueSize * count} bytes, but its data_offsets are {start} and {end}.");
        return new Entry(name, sizes, valueSize, start, end);
    }

    private static (ValueList<int> Sizes, long Count) ParseShape(string name, JsonElement shape)
    {
        var sizes = new List<int>();
        var count = 1L;
        foreach (var size in shape.EnumerateArray())
        {
            if (size.ValueKind != JsonValueKind.Number || !size.TryGetInt32(out var number) || number < 0 || sizes.Count == 8)
                throw new InvalidDataException($"The shape of the array {name} must be at most eight numbers from 0 to {int.MaxValue}.");
            sizes.Add(number);
            count *= number;
            if (count > Array.MaxLength)
                throw new InvalidDataException($"The array {name} is too large.");
        }

        return (ValueList.Create<int>(sizes.ToArray()), count);
    }

    private static long Offset(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var offset) && offset >= 0
            ? offset
            : throw new InvalidDataException($"The data_offsets of the array {name} must be whole numbers from 0.");

    /// <summary>In the order of their places the arrays fill the rest of the file without gap or overlap.</summary>
    private static void CheckPlaces(List<Entry> entries, long bytes)
    {
        entries.Sort((a, b) => (a.Start, a.End).CompareTo((b.Start, b.End)));
        var end = 0L;
        foreach (var entry in entries)
        {
            if (entry.Start != end)
                throw new InvalidDataException($"The array {entry.Name} should start at byte {end}, but starts at {entry.Start}: a gap or an overlap.");
            end = entry.End;
        }

        if (end != bytes)
            throw new InvalidDataException($"The arrays take {end} bytes, but the file holds {bytes}.");
    }

    private readonly record struct Entry(string Name, ValueList<int> Shape, int ValueSize, long Start, long End);
}
