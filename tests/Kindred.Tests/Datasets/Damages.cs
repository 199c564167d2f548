using System.Runtime.InteropServices;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Tests.Datasets;

/// <summary>Whole files damaged at random but reproducibly: reading must give something in proportion or the documented exception.</summary>
internal static class Damages
{
    public const int Count = 10_000;

    private const long MostAllocated = 4 << 20;

    /// <summary>How many of the damaged files were refused.</summary>
    /// <param name="whole">The file before it is damaged.</param>
    /// <param name="seed">Of the damage.</param>
    /// <param name="read">Reads it.</param>
    /// <param name="count">How many times.</param>
    /// <param name="mostAllocated">Bytes that reading one may ask for; libraries make room for what a file promises, and never touch it.</param>
    public static int ReadOrRefuse(byte[] whole, ulong seed, Action<DataContent> read, int count = Count, long mostAllocated = MostAllocated)
    {
        var refused = 0;
        for (var i = 0; i < count; i++)
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

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, mostAllocated);
        }

        return refused;
    }

    /// <summary>One to three of: a byte changed, a bit turned, a run of one byte, the end cut off, bytes put in, bytes taken out.</summary>
    public static byte[] Damage(byte[] whole, Rng rng)
    {
        var bytes = whole.ToList();
        for (var count = 1 + rng.NextInt(3); count > 0 && bytes.Count > 0; count--)
        {
            // half of the damage goes to the first bytes, where the header is
            var at = rng.NextInt(rng.NextInt(2) == 0 ? Math.Min(24, bytes.Count) : bytes.Count);
            var length = 1 + rng.NextInt(8);
            switch (rng.NextInt(6))
            {
                case 0:
                    bytes[at] = (byte)rng.NextInt(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << rng.NextInt(8));
                    break;
                case 2:
                    CollectionsMarshal.AsSpan(bytes).Slice(at, Math.Min(4 * length, bytes.Count - at)).Fill((byte)(rng.NextInt(3) * 127));
                    break;
                case 3:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 4:
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
