using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Kindred.Datasets.Images;

/// <summary>Writes Portable Network Graphics: grey, colour and alpha of eight bits. <see cref="ImageFile"/> reads them.</summary>
/// <remarks>W3C, "Portable Network Graphics (PNG) Specification", third edition.</remarks>
public static class PngFile
{
    /// <summary>Appears under its name only when whole.</summary>
    public static void Write(string path, Picture picture)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(picture);
        DataFile.Write(path, stream => stream.Write(Encode(picture)));
    }

    /// <summary>The bytes of a PNG file.</summary>
    public static byte[] Encode(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using var file = new MemoryStream();
        file.Write(ImageKind.PngSignature);
        var header = new byte[PngHeader.Length];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        header[8] = 8;
        header[9] = (byte)(picture.Channels switch { 1 => PngColour.Grey, 2 => PngColour.GreyAlpha, 3 => PngColour.Rgb, _ => PngColour.Rgba });
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Pack(picture));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    /// <summary>Rows as differences from the row above: cheap, and good for drawings and photographs alike.</summary>
    private static byte[] Pack(Picture picture)
    {
        const byte Up = 2;
        var bytes = picture.Width * picture.Channels;
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            var row = new byte[bytes + 1];
            row[0] = Up;
            for (var y = 0; y < picture.Height; y++)
            {
                for (var i = 0; i < bytes; i++)
                    row[i + 1] = (byte)(picture.Samples[(y * bytes) + i] - (y == 0 ? 0 : picture.Samples[((y - 1) * bytes) + i]));
                stream.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static void WriteChunk(MemoryStream file, string type, ReadOnlySpan<byte> content)
    {
        var chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        System.Text.Encoding.Latin1.GetBytes(type, chunk.AsSpan(4));
        content.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + content.Length), Crc32.HashToUInt32(chunk.AsSpan(4, 4 + content.Length)));
        file.Write(chunk);
    }
}
