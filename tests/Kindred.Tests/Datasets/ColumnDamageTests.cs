using Kindred.Datasets;
using Kindred.Tests.Datasets.Images;

namespace Kindred.Tests.Datasets;

/// <summary>Damaged files of columns and of HDF5, read by libraries: whatever happens to the bytes, reading gives finite numbers or the documented exception. Thousands at every test, ten thousand in the slow ones.</summary>
public sealed class ColumnDamageTests
{
    private const int Few = 1500;

    public static TheoryData<string, ulong> Files => new()
    {
        { "embeddings.parquet", 41 },
        { "gaps.parquet", 42 },
        { "missing.parquet", 43 },
        { "embeddings.arrow", 44 },
        { "missing.arrow", 45 },
        { "stream.arrow", 46 },
        { "embeddings.h5", 47 },
        { "latest.h5", 48 },
        { "images.h5", 49 },
    };

    [Theory, MemberData(nameof(Files))]
    public void Damaged_files_are_read_or_refused(string name, ulong seed) => ReadOrRefuse(name, seed, Few);

    [Trait("Category", "Slow")]
    [Theory, MemberData(nameof(Files))]
    public void Ten_thousand_damaged_files_are_read_or_refused(string name, ulong seed) => ReadOrRefuse(name, seed + 100, Damages.Count);

    [Theory, MemberData(nameof(Files))]
    public void A_file_is_read_or_refused_wherever_it_was_cut(string name, ulong seed)
    {
        var whole = File.ReadAllBytes(ImageFixtures.PathOf($"columns/{name}"));
        for (var length = (int)(seed % 7); length < whole.Length; length += 7)
        {
            using var cut = new MemoryStream(whole, 0, length);
            try
            {
                DataFile.Read(cut, "cut", content => Require(Read(name, content)));
            }
            catch (DataFileException error)
            {
                Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
            }
        }
    }

    private static void ReadOrRefuse(string name, ulong seed, int count) =>
        Damages.ReadOrRefuse(File.ReadAllBytes(ImageFixtures.PathOf($"columns/{name}")), seed, content => Require(Read(name, content)), count, mostAllocated: long.MaxValue);

    private static Dataset Read(string name, DataContent content)
    {
        var options = new DatasetOptions { Csv = new CsvOptions { Missing = MissingValues.Drop }, Numpy = new NumpyOptions { Missing = MissingValues.Drop } };
        return Path.GetExtension(name) switch
        {
            ".parquet" => ParquetFile.Parse(content, "damaged", options),
            ".arrow" => ArrowFile.Parse(content, "damaged", options),
            _ => Hdf5File.Parse(content, "damaged", options.Numpy),
        };
    }

    private static bool Require(Dataset data)
    {
        Assert.True(data.Train.Count > 0);
        foreach (var value in data.Train.Pixels.Values)
            Assert.True(float.IsFinite(value));
        return true;
    }
}
