using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kindred.Numerics;

namespace Kindred.Networks.Storage;

/// <summary>Writing.</summary>
public sealed partial class SafeTensors
{
    /// <summary>Whoever looks sees the old file or the whole new one.</summary>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, Write);
    }

    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var header = Header();
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var array in Doubles)
            WriteValues(stream, array.Values.Span, static (bytes, value) => BinaryPrimitives.WriteDoubleLittleEndian(bytes, value));
        foreach (var tensor in Tensors)
            WriteValues(stream, tensor.Values.Span, static (bytes, value) => BinaryPrimitives.WriteSingleLittleEndian(bytes, value));
    }

    private static void WriteValues<T>(Stream stream, ReadOnlySpan<T> values, Action<byte[], T> littleEndian)
        where T : unmanaged
    {
        for (; BitConverter.IsLittleEndian && values.Length > 0; values = values[Math.Min(ValuesAtOnce, values.Length)..])
            stream.Write(MemoryMarshal.AsBytes(values[..Math.Min(ValuesAtOnce, values.Length)]));
        var bytes = new byte[Unsafe.SizeOf<T>()];
        foreach (var value in values)  // none are left where memory is as the file
        {
            littleEndian(bytes, value);
            stream.Write(bytes);
        }
    }

    /// <summary>The JSON header, filled up with spaces so that the arrays start at a multiple of eight bytes.</summary>
    private byte[] Header()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteMetadata(json);
            var start = 0L;
            foreach (var array in Doubles)
                start = WriteEntry(json, array.Name, DoubleType, array.Shape, start, sizeof(double) * (long)array.Values.Length);
            foreach (var tensor in Tensors)
                start = WriteEntry(json, tensor.Name, FloatType, tensor.Shape, start, sizeof(float) * (long)tensor.Values.Length);
            json.WriteEndObject();
        }

        var header = new byte[(buffer.WrittenCount + 7) & ~7];
        header.AsSpan().Fill((byte)' ');
        buffer.WrittenSpan.CopyTo(header);
        return header;
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        if (Metadata.Count == 0)
            return;
        json.WriteStartObject(MetadataName);
        foreach (var (name, text) in Metadata)
            json.WriteString(name, text);
        json.WriteEndObject();
    }

    private static long WriteEntry(Utf8JsonWriter json, string name, string type, ValueList<int> shape, long start, long length)
    {
        var end = start + length;
        json.WriteStartObject(name);
        json.WriteString("dtype", type);
        json.WriteStartArray("shape");
        foreach (var size in shape)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(start);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
        return end;
    }
}
