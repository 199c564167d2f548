using Kindred.Networks.Storage;
using Kindred.Storage;

namespace Kindred.Tests;

/// <summary>A fitted part through the bytes of a file.</summary>
internal static class StoredRoundTrip
{
    public static SafeTensors Of(IStored part)
    {
        using var stream = new MemoryStream();
        part.Store().Write(stream);
        stream.Position = 0;
        return SafeTensors.Read(stream);
    }
}
