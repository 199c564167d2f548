using System.Buffers.Binary;
using System.IO.Compression;

namespace Kindred.Reporting;

/// <summary>Pictures as PNG: grey or RGB, 8 bits a channel, not interlaced.</summary>
/// <remarks>ISO/IEC 15948. Every line is stored as its differences to the line above, which suits small pictures.</remarks>
internal static class PngWriter
{
    private const byte Up = 2;  // the filter: a byte less the byte above it
    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>The file of a picture of <paramref name="height"/> x <paramref name="width"/> x 1 (grey) or 3 (RGB) bytes.</summary>
    public static byte[] Encode(int height, int width, int channels, ReadOnlySpan<byte> pixels)
    {
        if (channels is not (1 or 3))
            throw new ArgumentOutOfRangeException(nameof(channels), channels, $"A picture has 1 or 3 channels, got {channels}.");
        if (height < 1 || width < 1 || pixels.Length != (long)height * width * channels)
            throw new ArgumentException($"A picture of {height}x{width}x{channels} needs {(long)height * width * channels} bytes, got {pixels.Length}.", nameof(pixels));

        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        WriteChunk(file, "IHDR", Header(height, width, channels));
        WriteChunk(file, "IDAT", Compress(pixels, width * channels));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Header(int height, int width, int channels)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;                                   // bits a channel
        header[9] = (byte)(channels == 1 ? 0 : 2);       // grey or RGB
        return header;
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int stride)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            var line = new byte[stride + 1];
            line[0] = Up;
            for (var start = 0; start < pixels.Length; start += stride)
            {
                for (var i = 0; i < stride; i++)
                    line[i + 1] = (byte)(pixels[start + i] - (start > 0 ? pixels[start - stride + i] : 0));
                zlib.Write(line);
            }
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, string type, byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        System.Text.Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc(chunk.AsSpan(4, data.Length + 4)));
        file.Write(chunk);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < 256; n++)
        {
            var value = n;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
            table[n] = value;
        }

        return table;
    }
}
