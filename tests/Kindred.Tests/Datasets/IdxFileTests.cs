using System.Buffers.Binary;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Tests.Datasets;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.idx")]
    [InlineData("a.idx.gz")]
    public void Bytes_come_back_as_written(string name)
    {
        byte[] pixels = [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 10))];
        IdxFile.Write(_folder[name], [2, 3, 4], pixels);

        var array = IdxFile.Read(_folder[name]);

        Assert.Equal(IdxElement.UnsignedByte, array.Element);
        Assert.Equal([2, 3, 4], array.Shape);
        var images = array.ToImageSet([1, 0]);
        Assert.Equal(new ImageShape(3, 4, 1), images.Shape);
        Assert.Equal(pixels, images.Bytes!.Values.ToArray());
        Assert.Equal(120 / 255f, images.Pixels[1, 0], 1e-7f);
    }

    [Fact]
    public void Packing_is_known_by_content_not_by_name()
    {
        IdxFile.Write(_folder["a.gz"], [3], new byte[] { 7, 8, 9 });
        File.Move(_folder["a.gz"], _folder["a.idx"]);

        Assert.Equal([7, 8, 9], IdxFile.Read(_folder["a.idx"]).ToClasses());
    }

    /// <summary>The bytes were put together by hand from the format's description.</summary>
    [Theory]
    [InlineData("00000801 00000002 05FF", new float[] { 5, 255 })]
    [InlineData("00000901 00000002 05FF", new float[] { 5, -1 })]
    [InlineData("00000B01 00000002 0102FFFE", new float[] { 258, -2 })]
    [InlineData("00000C01 00000002 00010000FFFFFFFD", new float[] { 65536, -3 })]
    [InlineData("00000D01 00000002 3F800000C0200000", new float[] { 1, -2.5f })]
    [InlineData("00000E01 00000002 3FF0000000000000C004000000000000", new float[] { 1, -2.5f })]
    public void Every_element_type_is_read(string hex, float[] expected)
    {
        var path = _folder.Write("a", Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));

        var images = IdxFile.Read(path).ToImageSet();

        Assert.Equal(expected, images.Pixels.Values.ToArray().Select(value => MathF.Round(value, 3)));
        Assert.Equal(ImageShape.OfTable(1), images.Shape);
    }

    [Fact]
    public void Floats_come_back_as_written_and_dimensions_say_what_an_item_is()
    {
        var values = Enumerable.Range(0, 24).Select(i => (i - 5) / 7f).ToArray();
        IdxFile.Write(_folder["table"], [6, 4], values);
        IdxFile.Write(_folder["colour"], [2, 2, 2, 3], values);

        Assert.Equal(values, IdxFile.Read(_folder["table"]).ToImageSet().Pixels.Values.ToArray());
        Assert.Equal(ImageShape.OfTable(4), IdxFile.Read(_folder["table"]).ItemShape);
        Assert.Equal(new ImageShape(2, 2, 3), IdxFile.Read(_folder["colour"]).ItemShape);
    }

    [Theory]
    [InlineData("", "begins with nothing")]
    [InlineData("0000", "begins with 0000")]
    [InlineData("89504E47 0D0A1A0A", "begins with 89504E47")]
    [InlineData("00000A01 00000001 00", "not an IDX file")]
    [InlineData("00000800", "not an IDX file")]
    [InlineData("00000805 00000001", "not an IDX file")]
    [InlineData("00000802 00000001 0000", "ends inside its header")]
    [InlineData("00000801 00000000", "size 1 in the header is 0")]
    [InlineData("00000802 00000001 FFFFFFFF 00", "size 2 in the header is -1")]
    [InlineData("00000801 00000003 0102", "promises 3 = 3 values, but the file ends before")]
    [InlineData("00000801 00000001 0102", "more follows")]
    [InlineData("00000804 7FFFFFFF 7FFFFFFF 7FFFFFFF 7FFFFFFF 00", "at most")]
    [InlineData("00000802 00007FFF 0000FFFF 0102", "the file ends before; 2147385345 bytes must follow")]
    public void A_file_that_is_not_what_it_says_is_refused_in_a_sentence(string hex, string sentence)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        foreach (var path in new[] { _folder.Write("plain", bytes), _folder.Write("packed", TemporaryFolder.Packed(bytes)) })
        {
            var before = GC.GetAllocatedBytesForCurrentThread();

            var error = Assert.Throws<DataFileException>(() => IdxFile.Read(path));

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
            Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
            Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
            Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Memory_follows_what_is_there_not_what_a_packed_file_promises()
    {
        var header = new byte[16];
        (header[2], header[3]) = (8, 3);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), 2_000_000);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), 28);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(12), 28);
        var rng = new Rng(1);
        byte[] noise = [.. Enumerable.Range(0, 3_000_000).Select(_ => (byte)rng.NextInt(256))];
        var path = _folder.Write("liar.gz", TemporaryFolder.Packed([.. header, .. noise]));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<DataFileException>(() => IdxFile.Read(path));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 3_000_000, 60_000_000);
    }

    [Fact]
    public void A_truncated_gzip_file_is_refused_wherever_it_was_cut()
    {
        byte[] pixels = [.. Enumerable.Range(0, 4000).Select(i => (byte)(i * i))];
        IdxFile.Write(_folder["a.gz"], [4000], pixels);
        var whole = File.ReadAllBytes(_folder["a.gz"]);
        for (var length = 0; length < whole.Length - 8; length += 7)
        {
            var path = _folder.Write("cut.gz", whole[..length]);
            Assert.Throws<DataFileException>(() => IdxFile.Read(path));
        }
    }

    [Fact]
    public void Labels_are_small_whole_numbers_in_one_dimension()
    {
        IdxFile.Write(_folder["a"], [2], [1f, 2.5f]);
        Assert.Contains("label 2 is 2.5", Assert.Throws<DataFileException>(() => IdxFile.Read(_folder["a"]).ToClasses()).Message, StringComparison.Ordinal);
        IdxFile.Write(_folder["b"], [2], [1f, -1f]);
        Assert.Contains("label 2 is -1", Assert.Throws<DataFileException>(() => IdxFile.Read(_folder["b"]).ToClasses()).Message, StringComparison.Ordinal);
        IdxFile.Write(_folder["c"], [1, 2], new byte[2]);
        Assert.Contains("are these the images?", Assert.Throws<DataFileException>(() => IdxFile.Read(_folder["c"]).ToClasses()).Message, StringComparison.Ordinal);
        IdxFile.Write(_folder["d"], [2], [1f, 70_000f]);
        Assert.Contains("from 0 to 65535", Assert.Throws<DataFileException>(() => IdxFile.Read(_folder["d"]).ToClasses()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Numbers_that_are_not_finite_are_refused(float bad)
    {
        IdxFile.Write(_folder["a"], [2, 2], [0, 1, bad, 2]);

        var error = Assert.Throws<DataFileException>(() => IdxFile.Read(_folder["a"]).ToImageSet());

        Assert.Contains("row 2, column 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused_in_a_sentence()
    {
        Assert.EndsWith("there is no such file.", Assert.Throws<DataFileException>(() => IdxFile.Read(_folder["none"])).Message, StringComparison.Ordinal);
        Assert.EndsWith("there is no such file.", Assert.Throws<DataFileException>(() => IdxFile.Read(_folder["no/where"])).Message, StringComparison.Ordinal);
        Assert.EndsWith("a file is needed.", Assert.Throws<DataFileException>(() => IdxFile.Read(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Writing_checks_the_shape_and_leaves_no_partial_file()
    {
        Assert.Throws<ArgumentException>(() => IdxFile.Write(_folder["a"], [2, 2], new byte[3]));
        Assert.Throws<ArgumentException>(() => IdxFile.Write(_folder["a"], [], new byte[1]));
        Assert.Throws<ArgumentException>(() => IdxFile.Write(_folder["a"], [1, 1, 1, 1, 1], new byte[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => IdxFile.Write(_folder["a"], [0], Array.Empty<byte>()));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }
}
