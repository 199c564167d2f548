using System.Runtime.InteropServices;
using Kindred.Numerics;

namespace Kindred.Fuzz;

/// <summary>Inputs made from whole files.</summary>
internal static class Mutations
{
    private static readonly long[] Telling = [0, 1, 2, 7, 16, 127, 128, 255, 256, 32767, 65535, 65536, int.MaxValue, uint.MaxValue, long.MaxValue, -1, -2];

    /// <summary>One to eight changes of one file of the corpus.</summary>
    public static byte[] Of(byte[][] corpus, Rng rng)
    {
        var bytes = corpus[rng.NextInt(corpus.Length)].ToList();
        for (var count = 1 + rng.NextInt(8); count > 0 && bytes.Count > 0; count--)
        {
            var at = Place(bytes.Count, rng);
            var length = Math.Min(1 + rng.NextInt(rng.NextInt(4) == 0 ? 256 : 8), bytes.Count - at);
            switch (rng.NextInt(9))
            {
                case 0:
                    bytes[at] = (byte)rng.NextInt(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << rng.NextInt(8));
                    break;
                case 2:
                    bytes[at] += (byte)(rng.NextInt(33) - 16);
                    break;
                case 3:
                    Put(bytes, at, Telling[rng.NextInt(Telling.Length)], 1 << rng.NextInt(4), rng.NextInt(2) == 0);
                    break;
                case 4:
                    CollectionsMarshal.AsSpan(bytes).Slice(at, length).Fill((byte)(rng.NextInt(3) * 127));
                    break;
                case 5:
                    bytes.RemoveRange(at, rng.NextInt(6) == 0 ? bytes.Count - at : length);
                    break;
                case 6:
                    bytes.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)rng.NextInt(256)).ToArray());
                    break;
                case 7:
                    bytes.InsertRange(at, bytes.GetRange(Place(bytes.Count - length + 1, rng), length));
                    break;
                default:
                    var other = corpus[rng.NextInt(corpus.Length)];
                    var from = Place(other.Length, rng);
                    bytes.InsertRange(at, other[from..Math.Min(other.Length, from + length)]);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Headers stand at the beginning or the end: half of the changes go there.</summary>
    private static int Place(int count, Rng rng) => rng.NextInt(4) switch
    {
        0 => rng.NextInt(Math.Min(64, count)),
        1 => count - 1 - rng.NextInt(Math.Min(256, count)),
        _ => rng.NextInt(count),
    };

    private static void Put(List<byte> bytes, int at, long value, int size, bool isBigEndian)
    {
        for (var k = 0; k < size && at + k < bytes.Count; k++)
            bytes[at + k] = (byte)(value >> (8 * (isBigEndian ? size - 1 - k : k)));
    }
}
