using System.Buffers.Text;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Kindred.Reporting;

/// <summary>Numbers and text of a report, packed: byte planes (all first bytes, then all second bytes, …), zlib, base64.</summary>
/// <remarks>Planes put the slowly changing high bytes side by side, where zlib finds them alike. Read by web/src/data/blocks.ts.</remarks>
internal sealed class ReportBlocks
{
    private readonly List<byte[]> _blocks = [];

    public ColumnJson Add(ReadOnlySpan<byte> values) => Pack(values, "u8", values.Length);

    public ColumnJson Add(ReadOnlySpan<ushort> values) => Pack(Planes(values), "u16", values.Length);

    public ColumnJson Add(ReadOnlySpan<uint> values) => Pack(Planes(values), "u32", values.Length);

    public ColumnJson Add(ReadOnlySpan<float> values) => Pack(Planes(values), "f32", values.Length);

    /// <summary>Whole numbers in the smallest type that holds <paramref name="end"/>; negative ones become the largest value of the type.</summary>
    public ColumnJson AddNumbers(ReadOnlySpan<int> values, int end)
    {
        if (end <= byte.MaxValue)
            return Add(Narrow(values, value => value < 0 ? byte.MaxValue : (byte)value));
        return end <= ushort.MaxValue
            ? Add(Narrow(values, value => value < 0 ? ushort.MaxValue : (ushort)value))
            : Add(Narrow(values, value => value < 0 ? uint.MaxValue : (uint)value));
    }

    /// <summary>Numbers of [0, 1] in sixteen bits; those outside are brought to its ends, and what is no number to 0.</summary>
    public ColumnJson AddUnitRange(ReadOnlySpan<float> values)
    {
        var steps = new ushort[values.Length];
        for (var i = 0; i < steps.Length; i++)
            steps[i] = float.IsNaN(values[i]) ? (ushort)0 : (ushort)MathF.Round(Math.Clamp(values[i], 0, 1) * ushort.MaxValue);
        return Add(steps);
    }

    public ColumnJson Add(IReadOnlyCollection<string> lines)
    {
        var text = string.Join('\n', lines.Select(line => line.ReplaceLineEndings(" ")));
        return Pack(System.Text.Encoding.UTF8.GetBytes(text), "text", lines.Count);
    }

    /// <summary>Bytes that are packed already, as zlib.</summary>
    /// <param name="packed">They.</param>
    /// <param name="length">Of them, unpacked.</param>
    public ColumnJson AddPacked(ReadOnlyMemory<byte> packed, int length)
    {
        _blocks.Add(packed.ToArray());
        return new ColumnJson(_blocks.Count - 1, "u8", length);
    }

    /// <summary>The blocks as elements that no browser runs, in order.</summary>
    public void Write(Stream output)
    {
        for (var i = 0; i < _blocks.Count; i++)
        {
            output.Write(System.Text.Encoding.ASCII.GetBytes($"<script type=\"application/octet-stream;base64\" id=\"block-{i}\">"));
            var text = new byte[Base64.GetMaxEncodedToUtf8Length(_blocks[i].Length)];
            Base64.EncodeToUtf8(_blocks[i], text, out _, out var length);
            output.Write(text.AsSpan(0, length));
            output.Write("</script>\n"u8);
        }
    }

    private static T[] Narrow<T>(ReadOnlySpan<int> values, Func<int, T> convert)
    {
        var narrow = new T[values.Length];
        for (var i = 0; i < narrow.Length; i++)
            narrow[i] = convert(values[i]);
        return narrow;
    }

    private static byte[] Planes<T>(ReadOnlySpan<T> values)
        where T : struct
    {
        var bytes = MemoryMarshal.AsBytes(values);
        var size = bytes.Length / Math.Max(1, values.Length);
        var planes = new byte[bytes.Length];
        for (var plane = 0; plane < size; plane++)
        {
            for (var i = 0; i < values.Length; i++)
                planes[(plane * values.Length) + i] = bytes[(i * size) + plane];
        }

        return planes;
    }

    private ColumnJson Pack(ReadOnlySpan<byte> bytes, string type, int length)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
            zlib.Write(bytes);
        _blocks.Add(packed.ToArray());
        return new ColumnJson(_blocks.Count - 1, type, length);
    }
}
