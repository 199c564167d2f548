using System.IO.Compression;
using System.Text.RegularExpressions;
using Kindred.Reporting;

namespace Kindred.Tests.Reporting;

public sealed partial class ReportBlocksTests
{
    [Fact]
    public void Bytes_come_back_as_they_were()
    {
        var blocks = new ReportBlocks();
        byte[] values = [0, 1, 254, 255, 60, 47];
        Assert.Equal(new ColumnJson(0, "u8", 6), blocks.Add(values));
        Assert.Equal(values, Unpack(blocks)[0]);
    }

    [Fact]
    public void Wider_numbers_lie_in_planes_the_lowest_byte_first()
    {
        var blocks = new ReportBlocks();
        Assert.Equal(new ColumnJson(0, "u16", 3), blocks.Add((ushort[])[0x0102, 0x0304, 0x0506]));
        Assert.Equal(new ColumnJson(1, "f32", 1), blocks.Add((float[])[1f]));
        var unpacked = Unpack(blocks);
        Assert.Equal((byte[])[2, 4, 6, 1, 3, 5], unpacked[0]);
        Assert.Equal((byte[])[0, 0, 0x80, 0x3f], unpacked[1]);
    }

    [Theory]
    [InlineData(10, "u8")]
    [InlineData(255, "u8")]
    [InlineData(256, "u16")]
    [InlineData(65535, "u16")]
    [InlineData(65536, "u32")]
    public void Whole_numbers_take_the_smallest_type_that_keeps_one_value_free(int end, string type) =>
        Assert.Equal(type, new ReportBlocks().AddNumbers([0, end - 1], end).Type);

    [Fact]
    public void A_missing_class_is_the_largest_value_of_its_type()
    {
        var blocks = new ReportBlocks();
        blocks.AddNumbers([3, -1], end: 10);
        blocks.AddNumbers([3, -1], end: 300);
        var unpacked = Unpack(blocks);
        Assert.Equal((byte[])[3, 255], unpacked[0]);
        Assert.Equal((byte[])[3, 255, 0, 255], unpacked[1]);
    }

    [Fact]
    public void Text_has_a_line_for_each_entry_whatever_it_holds()
    {
        var blocks = new ReportBlocks();
        Assert.Equal(3, blocks.Add(["a</script>", "b\r\nc", ""]).Length);
        Assert.Equal("a</script>\nb c\n"u8.ToArray(), Unpack(blocks)[0]);
    }

    private static List<byte[]> Unpack(ReportBlocks blocks)
    {
        using var page = new MemoryStream();
        blocks.Write(page);
        return [.. Block().Matches(System.Text.Encoding.UTF8.GetString(page.ToArray())).Select(match => Inflate(Convert.FromBase64String(match.Groups[1].Value)))];
    }

    private static byte[] Inflate(byte[] packed)
    {
        using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zlib.CopyTo(bytes);
        return bytes.ToArray();
    }

    [GeneratedRegex("""<script type="application/octet-stream;base64" id="block-[0-9]+">([^<]*)</script>""")]
    private static partial Regex Block();
}
