using System.Buffers.Binary;

namespace Kindred.Datasets.Images;

/// <summary>A PNG file taken apart: every chunk checked by its checksum, the packed pixels put together.</summary>
internal sealed class PngChunks
{
    public const int SignatureLength = 8;

    private const int Frame = 12;  // length, type and checksum of a chunk

    private PngChunks(PngHeader header) => Header = header;

    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public PngHeader Header { get; }

    /// <summary>Red, green and blue of every entry; empty without a palette.</summary>
    public byte[] Palette { get; private set; } = [];

    /// <summary>Alpha of palette entries, or the one transparent grey or colour as 16-bit samples; empty without transparency.</summary>
    public byte[] Transparency { get; private set; } = [];

    /// <summary>The zlib stream of the pixels.</summary>
    public ReadOnlyMemory<byte> Packed { get; private set; }

    public bool HasAlpha => Transparency.Length > 0 || Header.Colour is PngColour.GreyAlpha or PngColour.Rgba;

    /// <summary>The header of a file of which at least the beginning is there.</summary>
    public static PngHeader ReadHeader(ReadOnlySpan<byte> file, string name)
    {
        if (!file.StartsWith(Signature))
            throw new DataFileException(name, "this is not a PNG file; the eight bytes 89 50 4E 47 0D 0A 1A 0A are needed at its beginning.");
        var at = SignatureLength;
        var type = NextChunk(file, ref at, name, out var content);
        return type == "IHDR" ? PngHeader.Parse(content, name)
            : throw new DataFileException(name, $"the PNG file begins with a chunk {type}; IHDR is needed.");
    }

    public static PngChunks Read(ReadOnlyMemory<byte> file, string name)
    {
        var chunks = new PngChunks(ReadHeader(file.Span, name));
        var at = SignatureLength + Frame + PngHeader.Length;
        var parts = new List<ReadOnlyMemory<byte>>();
        while (true)
        {
            var start = at + 8;
            var type = NextChunk(file.Span, ref at, name, out var content);
            if (type == "IEND")
                break;
            if (type == "IDAT")
                parts.Add(file.Slice(start, content.Length));
            else
                chunks.Take(type, content, name);
        }

        chunks.Packed = Join(parts);
        return chunks;
    }

    private static string NextChunk(ReadOnlySpan<byte> file, ref int at, string name, out ReadOnlySpan<byte> content)
    {
        var rest = file[at..];
        var length = rest.Length >= Frame ? BinaryPrimitives.ReadUInt32BigEndian(rest) : uint.MaxValue;
        if (length > rest.Length - Frame)
            throw new DataFileException(name, $"the PNG file is cut short after {file.Length} bytes; a chunk IEND is needed at its end.");
        content = rest.Slice(8, (int)length);
        var type = System.Text.Encoding.Latin1.GetString(rest.Slice(4, 4));
        if (Crc32.Of(rest.Slice(4, (int)length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + (int)length)..]))
            throw new DataFileException(name, $"the PNG file is damaged: the chunk at byte {at} does not have its checksum; a whole file is needed.");
        at += (int)length + Frame;
        return type;
    }

    private void Take(string type, ReadOnlySpan<byte> content, string name)
    {
        switch (type)
        {
            case "PLTE":
                if (content.Length is 0 or > 768 || content.Length % 3 != 0)
                    throw new DataFileException(name, $"the palette of the PNG file has {content.Length} bytes; three for each of 1 to 256 colours are needed.");
                Palette = content.ToArray();
                break;
            case "tRNS":
                Transparency = CheckedTransparency(content, name);
                break;
            default:
                // a small first letter marks what a reader may pass over
                if (!char.IsAsciiLetterLower(type[0]))
                    throw new DataFileException(name, "the PNG file has a chunk that cannot be passed over and is not IHDR, PLTE, IDAT or IEND.");
                break;
        }
    }

    private byte[] CheckedTransparency(ReadOnlySpan<byte> content, string name)
    {
        var (least, most) = Header.Colour switch
        {
            PngColour.Grey => (2, 2),
            PngColour.Rgb => (6, 6),
            PngColour.Palette => (1, Palette.Length / 3),
            _ => (0, -1),
        };
        if (content.Length < least || content.Length > most)
            throw new DataFileException(name, $"the transparency of the PNG file has {content.Length} bytes, which does not fit its colours.");
        return content.ToArray();
    }

    private static ReadOnlyMemory<byte> Join(List<ReadOnlyMemory<byte>> parts)
    {
        if (parts.Count == 1)
            return parts[0];
        var joined = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(joined.AsMemory(at));
            at += part.Length;
        }

        return joined;
    }
}
