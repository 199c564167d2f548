using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Tests.Datasets.Images;

namespace Kindred.Tests.Datasets;

/// <summary>Damaged files: whatever happens to the bytes, reading gives an array in proportion or the documented exception.</summary>
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
    public void Damaged_tables_are_read_or_refused() => Damages.ReadOrRefuse(Csv, seed: 3, ReadCsv);

    [Fact]
    public void Damaged_packed_tables_are_read_or_refused() => Damages.ReadOrRefuse(TemporaryFolder.Packed(Csv), seed: 4, ReadCsv);

    [Fact]
    [Trait("Category", "Slow")]
    public void Ten_thousand_damages_to_each_format_are_read_or_refused()
    {
        const int Many = 10_000;
        Damages.ReadOrRefuse(Idx, seed: 21, ReadIdx, Many);
        Damages.ReadOrRefuse(TemporaryFolder.Packed(Idx), seed: 22, ReadIdx, Many);
        Damages.ReadOrRefuse(Csv, seed: 23, ReadCsv, Many);
        Damages.ReadOrRefuse(TemporaryFolder.Packed(Csv), seed: 24, ReadCsv, Many);
        Damages.ReadOrRefuse(Fixture("arrays/f8.npy"), seed: 25, content => NumpyFile.Parse(content, "damaged"), Many);
        Damages.ReadOrRefuse(Fixture("arrays/packed.npz"), seed: 26, content => NumpyFile.Parse(content, "damaged"), Many);
        Damages.ReadOrRefuse(Fixture("images/c3d4i11x13.png"), seed: 27, ReadPng, Many);
        Damages.ReadOrRefuse(Fixture("images/pillow-RGB.png"), seed: 28, ReadPng, Many);
    }

    private static byte[] Fixture(string name) => File.ReadAllBytes(ImageFixtures.PathOf(name));

    private static void ReadPng(DataContent content)
    {
        using var copy = new MemoryStream();
        content.Stream.CopyTo(copy);
        PngDecoder.Decode(copy.ToArray(), content.Name);
    }

    private static void ReadIdx(DataContent content)
    {
        var array = IdxFile.Parse(content);
        var images = array.ToImageSet();
        Assert.Equal((long)images.Count * images.Shape.Size, array.Shape.Aggregate(1L, (product, size) => product * size));
    }

    private static void ReadCsv(DataContent content)
    {
        var dataset = CsvFile.Join("damaged", CsvTable.Parse(content, new CsvOptions()), test: null);
        Assert.True(dataset.Train.Count > 0);
        foreach (var value in dataset.Train.Pixels.Values)
            Assert.True(float.IsFinite(value));
    }
}
