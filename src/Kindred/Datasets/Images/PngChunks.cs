using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Kindred.Datasets.Images;

/// <summary>A PNG file taken apart: its header, the transparent colour, the packed pixels put together. Damage that costs no pixel is passed over.</summary>
internal sealed class PngChunks
{
    private const int Frame = 12;  // length, type and checksum of a chunk

    private PngChunks(PngHeader header) => Header = header;

    public PngHeader Header { get; }

    /// <summary>The one transparent grey or colour as 16-bit samples; empty without one.</summary>
    public byte[] Transparency { get; private set; } = [];

    /// <summary>The zlib stream of the pixels.</summary>
    public byte[] Packed { get; private set; } = [];

    /// <summary>Whether every chunk of pixels has its checksum.</summary>
    public bool IsChecked { get; private set; } = true;

    /// <summary>Whether the file ends within a chunk of pixels.</summary>
    public bool IsCut { get; private set; }

    /// <summary>The header of a file of which at least the beginning is there.</summary>
    /// <exception cref="DataFileException">The header is missing or damaged, or promises more than the file can hold.</exception>
    public static PngHeader ReadHeader(ReadOnlySpan<byte> file, string name)
    {
        if (NextChunk(file, ImageKind.PngSignature.Length, out var content, out var isChecked) != "IHDR" || !isChecked)
            throw new DataFileException(name, "the header of the PNG file is damaged or cut short; a whole file is needed.");
        var header = PngHeader.Parse(content, name);
        return header.Height * (1L + header.RowBytes(header.Width)) <= (long)file.Length * DataFile.MostUnpackedPerByte ? header
            : throw new DataFileException(name, $"the PNG header promises {header.Width} x {header.Height} pixels, but not all are there; a whole file is needed.");
    }

    /// <summary>All chunks up to the end, or to where the file ends.</summary>
    public static PngChunks Read(ReadOnlySpan<byte> file, string name)
    {
        var chunks = new PngChunks(ReadHeader(file, name));
        using var packed = new MemoryStream();
        for (var at = ImageKind.PngSignature.Length; NextChunk(file, at, out var content, out var isChecked) is { } type and not "IEND"; at += content.Length + Frame)
        {
            if (type == "IDAT")
            {
                packed.Write(content);
                chunks.IsChecked &= isChecked;
                chunks.IsCut |= at + content.Length + Frame > file.Length;
            }
            else if (!isChecked && (char.IsAsciiLetterUpper(type[0]) || type == "tRNS") && at + content.Length + Frame <= file.Length)
            {
                throw Damaged(name);
            }
            else if (type == "tRNS")
            {
                chunks.Transparency = content.ToArray();
            }
        }

        chunks.Packed = packed.ToArray();
        return chunks;
    }

    /// <summary>The file, or a copy in which the chunks of pixels have their checksums: where these are wrong, but the one that the packed pixels have of their own is right.</summary>
    /// <exception cref="DataFileException">A chunk that makes up the picture is damaged.</exception>
    public static ReadOnlySpan<byte> Mended(ReadOnlySpan<byte> file, string name)
    {
        var chunks = Read(file, name);
        if (chunks.IsChecked)
            return file;
        if (!chunks.IsWhole())
            throw chunks.IsCut ? new DataFileException(name, "the PNG file is cut short; a whole file is needed.") : Damaged(name);
        var mended = file.ToArray();
        for (var at = ImageKind.PngSignature.Length; NextChunk(file, at, out var content, out _) is not null && at + content.Length + Frame <= file.Length; at += content.Length + Frame)
            BinaryPrimitives.WriteUInt32BigEndian(mended.AsSpan(at + 8 + content.Length), Crc32.HashToUInt32(mended.AsSpan(at + 4, content.Length + 4)));
        return mended;
    }

    /// <summary>Whether the packed pixels are all there and end with the checksum of what they unpack to.</summary>
    public bool IsWhole()
    {
        try
        {
            using var stream = new ZLibStream(new MemoryStream(Packed), CompressionMode.Decompress);
            return Packed.Length > 4 && Adler32(stream) == BinaryPrimitives.ReadUInt32BigEndian(Packed.AsSpan(Packed.Length - 4));
        }
        catch (Exception damage) when (damage is InvalidDataException or IOException)
        {
            return false;
        }
    }

    /// <summary>The sum of all bytes plus one, and the sum of these sums, modulo 65521 (RFC 1950).</summary>
    private static uint Adler32(Stream stream)
    {
        const uint Modulus = 65521;
        var (sum, sums) = (1u, 0u);
        var buffer = new byte[4096];  // so many bytes at a time overflow nothing
        for (int read; (read = stream.Read(buffer)) > 0; (sum, sums) = (sum % Modulus, sums % Modulus))
        {
            foreach (var value in buffer.AsSpan(0, read))
                sums += sum += value;
        }

        return (sums << 16) | sum;
    }

    private static DataFileException Damaged(string name) => new(name, "the PNG file is damaged: a chunk of its pixels or colours does not have its checksum; a whole file is needed.");

    /// <summary>The type of the chunk at a place, its content, as far as it is there, and whether it has its checksum; null at the end.</summary>
    private static string? NextChunk(ReadOnlySpan<byte> file, int at, out ReadOnlySpan<byte> content, out bool isChecked)
    {
        var rest = file[Math.Min(at, file.Length)..];
        content = [];
        isChecked = false;
        if (rest.Length < 8)
            return null;
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        var isThere = length <= rest.Length - Frame;
        content = rest.Slice(8, (int)Math.Min(length, rest.Length - 8));
        isChecked = isThere && Crc32.HashToUInt32(rest.Slice(4, content.Length + 4)) == BinaryPrimitives.ReadUInt32BigEndian(rest[(8 + content.Length)..]);
        return System.Text.Encoding.Latin1.GetString(rest.Slice(4, 4));
    }
}
