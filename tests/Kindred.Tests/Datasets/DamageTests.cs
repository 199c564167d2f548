using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Datasets.Tables;
using Kindred.Tests.Datasets.Images;

namespace Kindred.Tests.Datasets;

/// <summary>Damaged files, 10,000 of each kind: whatever happens to the bytes, reading gives the data, an array in proportion, or the documented exception.</summary>
public sealed class DamageTests
{
    private static readonly byte[] Idx = [0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 6, 0, 0, 0, 6, .. Enumerable.Range(0, 720).Select(i => (byte)(i * 7))];

    private static readonly byte[] Csv = System.Text.Encoding.UTF8.GetBytes("label,\"a b\",c\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 3},{i * 0.25},\"{i * i}\"\r\n")));

    [Fact]
    public void Damaged_IDX_files_are_read_or_refused() => Damages.ReadOrRefuse(Idx, seed: 1, ReadIdx);

    [Fact]
    public void Damaged_packed_IDX_files_are_read_whole_or_refused()
    {
        var refused = Damages.ReadOrRefuse(TemporaryFolder.Packed(Idx), seed: 2, content =>
        {
            // gzip has a checksum: what passes must be the data; a header field without meaning may change
            var array = IdxFile.Parse(content);
            Assert.Equal(Idx[16..], array.ToImageSet().Bytes!.Values.ToArray());
        });
        Assert.InRange(refused, Damages.Count / 2, Damages.Count);
    }

    [Fact]
    public void A_packed_file_with_another_byte_and_without_the_end_of_its_checksum_is_the_data_or_refused()
    {
        var (packed, refused) = (TemporaryFolder.Packed(Idx), 0);
        for (var missing = 0; missing <= 8; missing++)
        {
            for (var at = packed.Length / 2; at < packed.Length - 8; at++)
            {
                var damaged = packed[..^missing];
                damaged[at] ^= 16;
                using var stream = new MemoryStream(damaged);
                try
                {
                    Assert.Equal(Idx[16..], DataFile.Read(stream, "damaged", IdxFile.Parse).ToImageSet().Bytes!.Values.ToArray());
                }
                catch (DataFileException)
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > 9 * ((packed.Length / 2) - 16));  // bits that fill up the last byte mean nothing
    }

    [Fact]
    public void Packed_files_one_after_the_other_are_one_file()
    {
        using var stream = new MemoryStream([.. TemporaryFolder.Packed(Idx[..200]), .. TemporaryFolder.Packed(Idx[200..])]);
        Assert.Equal(Idx[16..], DataFile.Read(stream, "two", IdxFile.Parse).ToImageSet().Bytes!.Values.ToArray());
    }

    [Fact]
    public void Damaged_tables_are_read_or_refused() => Damages.ReadOrRefuse(Csv, seed: 3, ReadCsv);

    [Fact]
    public void Damaged_packed_tables_are_read_or_refused() => Damages.ReadOrRefuse(TemporaryFolder.Packed(Csv), seed: 4, ReadCsv);

    [Theory]
    [InlineData("arrays/f8.npy", 25)]
    [InlineData("arrays/packed.npz", 26)]
    public void Damaged_arrays_are_read_or_refused(string name, ulong seed) =>
        Damages.ReadOrRefuse(Fixture(name), seed, content => NumpyFile.Parse(content, "damaged", new NumpyOptions()));

    [Theory]
    [InlineData("images/c3d4i11x13.png", 27)]
    [InlineData("images/pillow-RGB.png", 28)]
    public void Damaged_PNG_files_are_read_whole_or_refused(string name, ulong seed)
    {
        // every chunk has a checksum: what passes must be the picture
        var whole = Fixture(name);
        var expected = ImageFile.Decode(whole, name).Samples.ToArray();
        var refused = Damages.ReadOrRefuse(whole, seed, content => Assert.Equal(expected, ImageFile.Decode(content.ReadUpTo(1 << 20), content.Name).Samples.ToArray()));
        Assert.InRange(refused, Damages.Count / 2, Damages.Count - 1);
    }

    private static byte[] Fixture(string name) => File.ReadAllBytes(ImageFixtures.PathOf(name));

    private static void ReadIdx(DataContent content)
    {
        var array = IdxFile.Parse(content);
        var images = array.ToImageSet();
        Assert.Equal((long)images.Count * images.Shape.Size, array.Shape.Aggregate(1L, (product, size) => product * size));
    }

    private static void ReadCsv(DataContent content)
    {
        var options = new CsvOptions { Missing = MissingValues.Drop };
        var dataset = CsvFile.Join("damaged", CsvTable.Parse(content, options), test: null, options);
        Assert.True(dataset.Train.Count > 0);
        foreach (var value in dataset.Train.Pixels.Values)
            Assert.True(float.IsFinite(value));
    }
}
