using PureHDF.Filters;

namespace Kindred.Datasets.Hdf5;

/// <summary>LZF, by which h5py packs arrays quickly (filter 32000): runs of bytes as they are, and copies of what was unpacked up to 8192 bytes before.</summary>
/// <remarks>
/// A byte c below 32 is followed by c + 1 bytes that stand for themselves. In any other its upper three bits are the length n of a copy, to which another byte is added where
/// n = 7; its lower five bits and the byte that follows are the distance d: n + 2 bytes repeat those from d + 1 before.
/// </remarks>
internal sealed class LzfFilter : IH5Filter
{
    private const int SizeParameter = 2;  // after the revisions of the filter and of the library
    private const int MostPerByte = 88;  // three bytes stand for at most 264
    private const int LongLength = 7;

    public ushort FilterId => 32000;

    public string Name => "lzf";

    public Memory<byte> Filter(FilterInfo info)
    {
        if (!info.Flags.HasFlag(H5FilterFlags.Decompress))
            throw new NotSupportedException("Arrays are not packed by LZF here.");
        var size = info.Parameters.Length > SizeParameter && info.Parameters[SizeParameter] > 0 ? info.Parameters[SizeParameter] : (uint)info.ChunkSize;
        if (info.Buffer.Length == size)
            return info.Buffer;  // what does not become smaller is left as it is, which the file marks, but the library does not tell
        if (size > (long)info.Buffer.Length * MostPerByte)
            throw new InvalidDataException("A packed part promises more than it holds.");
        var unpacked = new byte[size];
        Unpack(info.Buffer.Span, unpacked);
        return unpacked;
    }

    public uint[] GetParameters(uint[] chunkDimensions, uint typeSize, Dictionary<string, object>? options) => throw new NotSupportedException("Arrays are not packed by LZF here.");

    /// <summary>unpacked ← packed, all of it.</summary>
    /// <exception cref="InvalidDataException">The packed bytes end early, reach before the beginning, or are fewer or more than what was promised.</exception>
    internal static void Unpack(ReadOnlySpan<byte> packed, Span<byte> unpacked)
    {
        var (from, to) = (0, 0);
        while (from < packed.Length)
        {
            int control = packed[from++];
            if (control < 1 << 5)
            {
                var run = control + 1;
                Require(run <= packed.Length - from && run <= unpacked.Length - to);
                packed.Slice(from, run).CopyTo(unpacked[to..]);
                (from, to) = (from + run, to + run);
                continue;
            }

            var length = control >> 5;
            Require(from < packed.Length - (length == LongLength ? 1 : 0));
            length += (length == LongLength ? packed[from++] : 0) + 2;
            var source = to - (((control & 31) << 8) | packed[from++]) - 1;
            Require(source >= 0 && length <= unpacked.Length - to);
            for (var end = to + length; to < end; to++)
                unpacked[to] = unpacked[source++];  // one by one: a copy may reach into itself
        }

        Require(to == unpacked.Length);
    }

    private static void Require(bool isWhole)
    {
        if (!isWhole)
            throw new InvalidDataException("Bytes packed by LZF are damaged.");
    }
}
