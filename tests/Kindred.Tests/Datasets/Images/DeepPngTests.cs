using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Selection;

namespace Kindred.Tests.Datasets.Images;

/// <summary>Sixteen bits a sample: all of them count.</summary>
public sealed class DeepPngTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. ImageFixtures.Expected.Keys.Where(name => name.Contains("d16", StringComparison.Ordinal))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_colour_type_and_interlacing_decodes_as_elsewhere(string name)
    {
        var expected = ImageFixtures.Expected[name].ToRgb();
        using var image = new DeepPng(ImageFixtures.Bytes(name), name, Orientation.Upright);
        var row = new float[expected.Width * 3];
        for (var y = 0; y < expected.Height; y++)
        {
            image.Read(y, 3, row);
            for (var i = 0; i < row.Length; i++)
                Assert.InRange(row[i] / 257, expected.Samples[(y * row.Length) + i] - 1.5, expected.Samples[(y * row.Length) + i] + 1.5);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Images_that_differ_in_the_lowest_bits_differ_in_the_data_set(int channels)
    {
        _folder.Write("a.png", Encode([300, 301, 302, 65535, 0, 303], channels));
        _folder.Write("b.png", Encode([300, 302, 302, 65534, 1, 303], channels));
        _folder.Write("eight.png", PngFile.Encode(new Picture(2, 3, 1, new byte[] { 0, 51, 102, 153, 204, 255 })));

        var data = ImageFolder.Read(_folder.Path);

        Assert.Equal(channels, data.Shape.Channels);
        Assert.Null(data.Train.Bytes);
        Assert.Equal("pca90-gmm", DefaultRecipe.For(data).Name);  // what edges alone would not tell apart
        float[] first = [300, 301, 302, 65535, 0, 303];
        Assert.Equal(first.Select(value => value / 65535f), data.Train.Pixels.Row(0).ToArray().Where((_, i) => i % channels == 0));
        Assert.Equal(301 / 65535f, data.Train.Pixels.Row(0)[channels]);
        Assert.Equal(302 / 65535f, data.Train.Pixels.Row(1)[channels]);
        foreach (var (value, expected) in data.Train.Pixels.Row(2).ToArray().Where((_, i) => i % channels == 0).Zip([0, .2, .4, .6, .8, 1]))
            Assert.Equal(expected, value, 1e-6);
        Assert.Null(ImageFolder.Read(_folder.Path, new ImageFolderOptions { Size = new ImageSize(2, 3), Channels = 1 }).Train.Bytes);  // where no header need be looked at
    }

    [Fact]
    public void Damage_is_told_from_what_does_no_harm()
    {
        var whole = Encode([1, 2, 3, 4, 5, 6], 1);
        var pixels = whole.AsSpan().IndexOf("IDAT"u8);
        var length = BinaryPrimitives.ReadInt32BigEndian(whole.AsSpan(pixels - 4));
        var wrongChecksum = whole.ToArray();
        wrongChecksum[pixels + 4 + length] ^= 1;
        var wrongPixel = wrongChecksum.ToArray();
        wrongPixel[pixels + 4 + 10] ^= 1;

        Assert.Equal(3, Second(whole[..^12]));       // no end
        Assert.Equal(3, Second(wrongChecksum));      // the packed pixels have a checksum of their own
        Assert.Throws<DataFileException>(() => Second(wrongPixel));
        Assert.Contains("cut short in row", Assert.Throws<DataFileException>(() => Second(whole[..(pixels + 4 + 4)])).Message, StringComparison.Ordinal);

        static float Second(byte[] file)
        {
            using var image = new DeepPng(file, "x.png", Orientation.Upright);
            var row = new float[3];
            image.Read(0, 1, row);
            return row[2];
        }
    }

    /// <summary>2 x 3 pixels, all channels alike, without prediction.</summary>
    private static byte[] Encode(ushort[] values, int channels)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.NoCompression))
        {
            for (var i = 0; i < values.Length; i++)
            {
                if (i % 3 == 0)
                    stream.WriteByte(0);
                for (var channel = 0; channel < channels; channel++)
                    stream.Write([(byte)(values[i] >> 8), (byte)values[i]]);
            }
        }

        byte[] header = [0, 0, 0, 3, 0, 0, 0, 2, 16, (byte)(channels == 1 ? 0 : 2), 0, 0, 0];
        return [.. ImageKind.PngSignature, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content)
    {
        byte[] body = [.. type, .. content];
        var (length, checksum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.HashToUInt32(body));
        return [.. length, .. body, .. checksum];
    }
}
