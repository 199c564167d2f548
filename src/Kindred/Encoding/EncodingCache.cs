using System.Security.Cryptography;
using Kindred.Datasets;
using Kindred.Networks.Storage;

namespace Kindred.Encoding;

/// <summary>Rows that encoders made, by what is in the picture's file, the network and the preparation: whoever asks again gets them at once, wherever the file lies now.</summary>
/// <remarks>A folder for each encoder, with files of up to <see cref="RowsAFile"/> rows, each written whole. Over <see cref="MostBytes"/>, those go that were not used for the longest time.</remarks>
public sealed class EncodingCache
{
    /// <summary>Rows of one file at most: as many are lost when a process is killed.</summary>
    internal const int RowsAFile = 1024;

    private const string Extension = ".rows", HashesText = "sha256", RowsArray = "rows";

    private readonly CacheFolder _files;

    /// <param name="folder">Where it is kept.</param>
    public EncodingCache(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (Folder, _files) = (folder, new CacheFolder(folder, Extension));
    }

    public string Folder { get; }

    /// <summary>That all files together take at most; 2 GiB unless said, a million pictures of 512 numbers.</summary>
    public long MostBytes { get; init; } = 1L << 31;

    /// <summary>Of this user, beside the data sets that were fetched.</summary>
    public static EncodingCache ForUser() => new(Path.Combine(DataFolders.ForUser().Cache, "encodings"));

    /// <summary>What all files take.</summary>
    public long Bytes() => _files.Bytes();

    /// <summary>Removes every row; returns how many bytes that freed.</summary>
    public long Clear() => _files.Clear();

    /// <summary>Every row that is known of this encoder, by the checksum of the file it was made of. Damaged files are passed over.</summary>
    internal Dictionary<string, ReadOnlyMemory<float>> Load(EncoderIdentity encoder)
    {
        var rows = new Dictionary<string, ReadOnlyMemory<float>>(StringComparer.Ordinal);
        var folder = Path.Combine(Folder, NameOf(encoder));
        string[] files = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, $"*{Extension}").Order(StringComparer.Ordinal)] : [];
        foreach (var path in files)
        {
            try
            {
                Add(rows, SafeTensors.Load(path), encoder.Columns);
                CacheFolder.Touch(path);
            }
            catch (Exception damaged) when (damaged is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                // it is made again
            }
        }

        return rows;
    }

    /// <summary>Keeps rows, one file's at most. What cannot be written is not kept: results do not depend on it.</summary>
    internal void Keep(EncoderIdentity encoder, IReadOnlyList<(string Sha256, float[] Row)> rows)
    {
        if (rows.Count == 0)
            return;
        try
        {
            var folder = _files.Make(NameOf(encoder));
            var texts = new Dictionary<string, string> { [HashesText] = string.Join(' ', rows.Select(row => row.Sha256)) };
            new SafeTensors([new StoredTensor(RowsArray, [rows.Count, encoder.Columns], rows.SelectMany(row => row.Row).ToArray())], texts)
                .Save(Path.Combine(folder, $"{Guid.NewGuid():N}{Extension}"));
            _files.Shorten(MostBytes);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // a full or read-only disk makes the next run slower, no more
        }
    }

    private static void Add(Dictionary<string, ReadOnlyMemory<float>> rows, SafeTensors file, int columns)
    {
        var hashes = file.Text(HashesText).Split(' ');
        var values = file.Values(RowsArray, [hashes.Length, columns]).ToArray();
        if (!Array.TrueForAll(values, float.IsFinite))
            throw new InvalidDataException("A row of the cache is not finite.");
        for (var i = 0; i < hashes.Length; i++)
            rows[hashes[i]] = values.AsMemory(i * columns, columns);
    }

    /// <summary>One for each network and preparation.</summary>
    private static string NameOf(EncoderIdentity encoder) => Convert.ToHexStringLower(SHA256.HashData(
        System.Text.Encoding.UTF8.GetBytes($"{encoder.Sha256} {encoder.Output} {encoder.Columns} {encoder.Preparation}")))[..16];
}
