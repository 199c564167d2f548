using System.IO.Compression;
using System.IO.Hashing;
using Kindred.Datasets.Tables;
using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>An array of a .npz file, which is a zip archive of .npy files.</summary>
internal sealed class NumpyMember(ZipArchiveEntry entry, string file) : IStoredArray
{
    private const string Extension = ".npy";

    public string Name => entry.FullName[..^Extension.Length];

    public ArrayHead? Head
    {
        get
        {
            try
            {
                using var stream = entry.Open();
                return NumpyArray.ReadHeader(new DataContent(stream, file, entry.Length, entry.Length));
            }
            catch (Exception unusable) when (unusable is DataFileException or InvalidDataException)
            {
                return null;
            }
        }
    }

    public static IReadOnlyList<IStoredArray> In(ZipArchive zip, string file) =>
        [.. zip.Entries.Where(entry => entry.FullName.EndsWith(Extension, StringComparison.OrdinalIgnoreCase)).Select(entry => new NumpyMember(entry, file))];

    public ArrayNumbers Read()
    {
        var name = $"{file}, {entry.FullName}";
        using var stream = entry.Open();
        var most = Math.Min(entry.Length, entry.CompressedLength * DataFile.MostUnpackedPerByte);
        if (most > Array.MaxLength)
            throw new DataFileException(name, $"the array promises {entry.Length} bytes; at most {Array.MaxLength} can be read.");
        if (MemoryLimit.Problem("unpacked, the array takes", most) is { } problem)
            throw new DataFileException(name, problem);
        var content = new DataContent(stream, name, most, entry.CompressedLength * DataFile.LikelyUnpackedPerByte).ReadUpTo((int)most);
        if (Crc32.HashToUInt32(content) != entry.Crc32)
            throw new DataFileException(name, "the array does not have its checksum; a whole file is needed.");
        using var array = new MemoryStream(content, writable: false);
        return NumpyArray.Parse(new DataContent(array, name, content.Length, content.Length)).Numbers;
    }
}
