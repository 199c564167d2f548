using System.Buffers.Binary;
using System.IO.Compression;
using Kindred.Reporting;

namespace Kindred.Tests.Reporting;

public sealed class PngWriterTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 1)]
    [InlineData(28, 28, 1)]
    [InlineData(4, 2, 3)]
    [InlineData(1, 700, 3)]
    public void A_plain_decoder_gets_the_pixels_back(int height, int width, int channels)
    {
        byte[] pixels = [.. Enumerable.Range(0, height * width * channels).Select(i => (byte)(i * 37))];
        Assert.Equal(pixels, Decode(PngWriter.Encode(height, width, channels, pixels), height, width, channels));
    }

    [Fact]
    public void Checksums_are_those_of_the_standard()
    {
        var file = PngWriter.Encode(1, 1, 1, [0]);
        Assert.Equal([0xAE, 0x42, 0x60, 0x82], file[^4..]);  // the check sum every PNG ends with: that of "IEND"
    }

    [Fact]
    public void Refuses_pictures_of_other_sizes()
    {
        Assert.Throws<ArgumentException>(() => PngWriter.Encode(2, 2, 1, [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => PngWriter.Encode(0, 2, 1, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => PngWriter.Encode(1, 1, 2, [1, 2]));
    }

    // Reads what the standard says, chunk by chunk, for the one filter that is written.
    private static byte[] Decode(byte[] file, int height, int width, int channels)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        var chunks = new Dictionary<string, byte[]>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks[System.Text.Encoding.ASCII.GetString(file, at + 4, 4)] = file[(at + 8)..(at + 8 + length)];
            at += length + 12;
        }

        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Keys);
        Assert.Equal((width, height), (BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"]), BinaryPrimitives.ReadInt32BigEndian(chunks["IHDR"].AsSpan(4))));
        Assert.Equal([8, channels == 3 ? 2 : 0, 0, 0, 0], chunks["IHDR"][8..].Select(value => (int)value));

        using var zlib = new ZLibStream(new MemoryStream(chunks["IDAT"]), CompressionMode.Decompress);
        var stride = width * channels;
        var pixels = new byte[height * stride];
        for (var i = 0; i < height; i++)
        {
            Assert.Equal(2, zlib.ReadByte());
            zlib.ReadExactly(pixels, i * stride, stride);
            for (var j = 0; i > 0 && j < stride; j++)
                pixels[(i * stride) + j] += pixels[((i - 1) * stride) + j];
        }

        Assert.Equal(-1, zlib.ReadByte());
        return pixels;
    }
}
