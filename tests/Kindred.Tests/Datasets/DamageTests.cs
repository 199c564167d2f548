using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Tests.Datasets;

/// <summary>Damaged files: whatever happens to the bytes, reading gives an array in proportion or the documented exception.</summary>
public sealed class DamageTests
{
    private const int Damages = 2000;
    private const long MostAllocated = 4 << 20;

    private static readonly byte[] Idx = [0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 6, 0, 0, 0, 6, .. Enumerable.Range(0, 720).Select(i => (byte)(i * 7))];

    private static readonly byte[] Csv = System.Text.Encoding.UTF8.GetBytes("label,\"a b\",c\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 3},{i * 0.25},\"{i * i}\"\r\n")));

    [Fact]
    public void Damaged_IDX_files_are_read_or_refused() => ReadOrRefuse(Idx, seed: 1, ReadIdx);

    [Fact]
    public void Damaged_packed_IDX_files_are_read_whole_or_refused()
    {
        var refused = ReadOrRefuse(TemporaryFolder.Packed(Idx), seed: 2, content =>
        {
            // gzip has a checksum: what passes must be the data; a header field without meaning may change
            var array = IdxFile.Parse(content);
            Assert.Equal(Idx[16..], array.ToImageSet().Bytes!.Values.ToArray());
        });
        Assert.InRange(refused, Damages / 2, Damages);
    }

    [Fact]
    public void Damaged_tables_are_read_or_refused() => ReadOrRefuse(Csv, seed: 3, ReadCsv);

    [Fact]
    public void Damaged_packed_tables_are_read_or_refused() => ReadOrRefuse(TemporaryFolder.Packed(Csv), seed: 4, ReadCsv);

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

    /// <summary>How many of the damaged files were refused.</summary>
    private static int ReadOrRefuse(byte[] whole, ulong seed, Action<DataContent> read)
    {
        var refused = 0;
        for (var i = 0; i < Damages; i++)
        {
            var damaged = Damage(whole, new Rng(seed).Split(i));
            using var stream = new MemoryStream(damaged);
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                DataFile.Read(stream, "damaged", content =>
                {
                    read(content);
                    return 0;
                });
            }
            catch (DataFileException error)
            {
                Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostAllocated);
        }

        return refused;
    }

    /// <summary>One to three of: a byte changed, the end cut off, bytes put in, bytes taken out.</summary>
    private static byte[] Damage(byte[] whole, Rng rng)
    {
        var bytes = whole.ToList();
        for (var count = 1 + rng.NextInt(3); count > 0 && bytes.Count > 0; count--)
        {
            // half of the damage goes to the first bytes, where the header is
            var at = rng.NextInt(rng.NextInt(2) == 0 ? Math.Min(24, bytes.Count) : bytes.Count);
            var length = 1 + rng.NextInt(8);
            switch (rng.NextInt(4))
            {
                case 0:
                    bytes[at] = (byte)rng.NextInt(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 2:
                    bytes.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)rng.NextInt(256)).ToArray());
                    break;
                default:
                    bytes.RemoveRange(at, Math.Min(length, bytes.Count - at));
                    break;
            }
        }

        return [.. bytes];
    }
}
