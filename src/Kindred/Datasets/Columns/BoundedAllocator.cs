using System.Buffers;
using Apache.Arrow.Memory;
using Kindred.Numerics;

namespace Kindred.Datasets.Columns;

/// <summary>Gives the Arrow library no more memory than may be taken: packed parts of a file say themselves how large they become.</summary>
/// <param name="file">For messages.</param>
/// <param name="fileBytes">How much there is to unpack.</param>
internal sealed class BoundedAllocator(string file, long fileBytes) : MemoryAllocator
{
    private const long EveryFile = 1L << 28;  // a column of one value packs to almost nothing

    /// <summary>Bytes asked for up to now.</summary>
    public double Taken { get; private set; }

    protected override IMemoryOwner<byte> AllocateInternal(int length, out int bytesAllocated)
    {
        Taken += length;
        if (MemoryLimit.Problem("unpacked, the columns take", Taken) is { } problem)
            throw new DataFileException(file, problem);
        if (Taken > EveryFile + ((double)fileBytes * DataFile.MostUnpackedPerByte))
            throw new InvalidDataException("The columns unpack to more than the file can hold.");
        bytesAllocated = length;
        return new Owner(new byte[length]);
    }

    private sealed class Owner(byte[] bytes) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => bytes;

        public void Dispose()
        {
        }
    }
}
