using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Kindred.Datasets;

/// <summary>SHA-256 of samples and labels as loaded: sizes, then values, then labels, of one part after the other, all little-endian.</summary>
internal static class Checksum
{
    /// <summary>64 hexadecimal digits. A missing part counts as one of no rows.</summary>
    public static string Of(params ReadOnlySpan<ImageSet?> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            if (part is null)
                Append(hash, [0]);
            else
                Append(hash, part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, ImageSet part)
    {
        Append(hash, [part.Count, part.Shape.Height, part.Shape.Width, part.Shape.Channels, part.Bytes is null ? 4 : 1, part.Classes is null ? 0 : 1]);
        if (part.Bytes is not null)
            hash.AppendData(part.Bytes.Values);
        else
            Append(hash, MemoryMarshal.Cast<float, int>(part.Pixels.Values));
        if (part.Origins is { } origins)
            Append(hash, MemoryMarshal.Cast<double, int>(origins));
        Append(hash, part.Classes);
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<int> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> bytes = stackalloc byte[sizeof(int)];
        foreach (var value in values)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
            hash.AppendData(bytes);
        }
    }
}
