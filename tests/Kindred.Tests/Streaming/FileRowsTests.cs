using System.Buffers.Binary;
using System.Globalization;
using Kindred.Datasets;
using Kindred.Datasets.Streaming;
using Kindred.Numerics;

namespace Kindred.Tests.Streaming;

/// <summary>Rows that are read where they lie are those that reading the whole file gives.</summary>
public sealed class FileRowsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-rows-").FullName;

    public static TheoryData<string, string> Arrays => new()
    {
        { "|u1", "30, 7" }, { "|u1", "30, 5, 4" }, { "|b1", "30, 5, 4" }, { "<f4", "30, 7" }, { ">f4", "30, 7" }, { "<i2", "30, 7" }, { ">u2", "30, 3, 3" },
        { "<f2", "30, 2, 3" }, { "<f4", "30, 6, 2" }, { "|i1", "30, 4" }, { "|u1", "30, 4, 5, 3" }, { "<f4", "30, 4, 5, 1" },
    };

    [Theory, MemberData(nameof(Arrays))]
    public void Rows_of_an_npy_file_are_those_of_the_whole_array(string type, string shape)
    {
        var path = Write(type, shape, (i, size) => (i * 7 % 200) + (size > 1 ? 1 : 0));
        RequireSame(path);
    }

    [Fact]
    public void Pictures_of_floats_up_to_one_stay_and_whole_ones_become_bytes()
    {
        RequireSame(Write("<f4", "30, 3, 3", (i, _) => i % 10 / 10.0));
        RequireSame(Write("<f4", "30, 3, 3", (i, _) => i % 251 + 0.5));
        RequireSame(Write("<f4", "30, 3, 3", (i, _) => i - 5));
        RequireSame(Write("|u1", "30, 3, 3", (i, _) => i % 2));
    }

    [Fact]
    public void Rows_of_an_idx_file_and_the_labels_beside_it_are_those_of_the_whole_file()
    {
        var images = Path.Combine(_folder, "train-images-idx3-ubyte");
        IdxFile.Write(images, [20, 3, 4], Enumerable.Range(0, 240).Select(i => (byte)i).ToArray());
        IdxFile.Write(Path.Combine(_folder, "train-labels-idx1-ubyte"), [20], Enumerable.Range(0, 20).Select(i => (byte)(i % 3)).ToArray());
        RequireSame(images);
        using var streamed = StreamedDataset.TryOpen(images, new DatasetOptions(), always: true);
        Assert.Equal(DatasetCatalog.Open(images).Train.Classes, streamed!.Classes);
    }

    [Theory]
    [InlineData("<f8", "30, 4", false, "float32")]
    [InlineData("<f4", "30, 4", true, "ascontiguousarray")]
    [InlineData("|u1", "30, 3, 5, 6", false, "ascontiguousarray")]
    public void What_cannot_be_read_row_by_row_is_refused_with_what_helps(string type, string shape, bool columnsFirst, string hint)
    {
        var path = Write(type, shape, (i, _) => i % 100, columnsFirst);
        var error = Assert.Throws<DataFileException>(() => StreamedDataset.TryOpen(path, new DatasetOptions(), always: true));
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_too_short_or_holds_what_is_no_number_is_told()
    {
        var path = Write("<f4", "30, 4", (i, _) => i == 77 ? double.NaN : i);
        using (var rows = StreamedDataset.TryOpen(path, new DatasetOptions(), always: true)!)
        {
            var error = Assert.Throws<DataFileException>(() => rows.Rows.Slice(0, 30));
            Assert.Contains("row 20, column 2", error.Message, StringComparison.Ordinal);
        }

        using (var file = new FileStream(path, FileMode.Open))
            file.SetLength(file.Length - 3);
        Assert.Throws<DataFileException>(() => StreamedDataset.TryOpen(path, new DatasetOptions(), always: true));
    }

    [Fact]
    public void A_file_that_becomes_shorter_meanwhile_is_an_error_and_no_crash()
    {
        var path = Write("|u1", "30, 100", (i, _) => i % 200);
        using var rows = StreamedDataset.TryOpen(path, new DatasetOptions(), always: true)!;
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            file.SetLength(500);
        Assert.Throws<DataFileException>(() => rows.Rows.SliceBytes(0, 30));
    }

    [Fact]
    public void What_fits_in_memory_is_not_streamed_unless_asked()
    {
        var path = Write("|u1", "30, 4", (i, _) => i);
        Assert.Null(StreamedDataset.TryOpen(path, new DatasetOptions(), always: false));
        Assert.Null(StreamedDataset.TryOpen(Wardrobe.Name, new DatasetOptions(), always: true));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void RequireSame(string path)
    {
        var whole = DatasetCatalog.Open(path).Train;
        using var streamed = StreamedDataset.TryOpen(path, new DatasetOptions(), always: true)!;
        Assert.Equal((whole.Count, whole.Shape, whole.Unit), (streamed.Rows.Rows, streamed.Shape, streamed.Unit));
        Assert.Equal(whole.Bytes?.Scale, streamed.Rows.ByteScale);
        Assert.Equal(whole.Pixels.Values.ToArray(), streamed.Rows.Slice(0, whole.Count).Values.ToArray());
        Assert.Equal(whole.Pixels.Slice(11, 3).Values.ToArray(), streamed.Rows.Slice(11, 3).Values.ToArray());
        if (whole.Bytes is { } bytes)
            Assert.Equal(bytes.Slice(5, 9).Values.ToArray(), streamed.Rows.SliceBytes(5, 9).Values.ToArray());
        var sample = streamed.Take([3, 17]).Train;
        Assert.Equal(whole.Take([3, 17]).Pixels.Values.ToArray(), sample.Pixels.Values.ToArray());
    }

    private string Write(string type, string shape, Func<int, int, double> value, bool columnsFirst = false)
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.npy");
        var header = $"{{'descr': '{type}', 'fortran_order': {(columnsFirst ? "True" : "False")}, 'shape': ({shape}), }}";
        header = header.PadRight((((10 + header.Length) / 64) + 1) * 64 - 11) + "\n";
        var (size, count) = (int.Parse(type[2..], CultureInfo.InvariantCulture), shape.Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)).Aggregate(1, (a, b) => a * b));
        using var file = File.Create(path);
        file.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, (byte)header.Length, (byte)(header.Length >> 8)]);
        file.Write(System.Text.Encoding.ASCII.GetBytes(header));
        var bytes = new byte[8];
        for (var i = 0; i < count; i++)
        {
            Put(bytes, type, value(i, size));
            if (type[0] == '>')
                bytes.AsSpan(0, size).Reverse();
            file.Write(bytes, 0, size);
        }

        return path;
    }

    private static void Put(byte[] bytes, string type, double value)
    {
        switch (type[1..])
        {
            case "f8":
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
                break;
            case "f4":
                BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)value);
                break;
            case "f2":
                BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value);
                break;
            case "b1":
                bytes[0] = value % 2 == 0 ? (byte)0 : (byte)1;
                break;
            default:
                BinaryPrimitives.WriteInt64LittleEndian(bytes, (long)value % (type[2..] == "1" && type[1] == 'i' ? 100 : long.MaxValue));
                break;
        }
    }
}
