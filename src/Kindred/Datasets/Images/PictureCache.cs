using System.Collections.Concurrent;
using System.Security.Cryptography;
using Kindred.Networks.Storage;

namespace Kindred.Datasets.Images;

/// <summary>Small pictures that were made of large files, by what is in the file and what was made of it: the next run need not decode photographs again.</summary>
/// <remarks>A PNG file each, written whole, which says by its checksums where it is damaged. Over <see cref="MostBytes"/>, those go that were not used for the longest time.</remarks>
public sealed class PictureCache
{
    /// <summary>Files of fewer bytes are decoded faster than they are found.</summary>
    internal const int LeastFile = 1 << 16;

    private const string Extension = ".png";

    /// <summary>Changes whenever the same file gives other samples.</summary>
    private const string Version = "1";

    private readonly CacheFolder _files;
    private readonly ConcurrentDictionary<string, Lazy<string>> _folders = new(StringComparer.Ordinal);
    private readonly Lock _counting = new();
    private long _bytes = -1;   // of all files; unknown until something is kept

    /// <param name="folder">Where it is kept.</param>
    public PictureCache(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (Folder, _files) = (folder, new CacheFolder(folder, Extension));
    }

    public string Folder { get; }

    /// <summary>That all files together take at most; 1 GiB unless said, some hundred thousand pictures of 32 x 32.</summary>
    public long MostBytes { get; init; } = 1L << 30;

    /// <summary>Of this user, beside the data sets that were fetched.</summary>
    public static PictureCache ForUser() => new(Path.Combine(DataFolders.ForUser().Cache, "pictures"));

    /// <summary>What all files take.</summary>
    public long Bytes() => _files.Bytes();

    /// <summary>Removes every picture; returns how many bytes that freed.</summary>
    public long Clear() => _files.Clear();

    /// <summary>The picture that is kept of a file, else what <paramref name="make"/> gives, which is kept unless it is null.</summary>
    /// <param name="file">All of it.</param>
    /// <param name="what">What is made of it, in letters, digits and hyphens.</param>
    /// <param name="make">Makes it: always the same of the same file.</param>
    internal Picture? Of(byte[] file, string what, Func<Picture?> make)
    {
        if (file.Length < LeastFile)
            return make();
        var (kind, name) = ($"{what}-{Version}", Convert.ToHexStringLower(SHA256.HashData(file)) + Extension);
        if (Find(Path.Combine(Folder, kind, name)) is { } kept)
            return kept;
        var made = make();
        if (made is not null)
            Keep(kind, name, PngFile.Encode(made));
        return made;
    }

    private static Picture? Find(string path)
    {
        try
        {
            if (!File.Exists(path))
                return null;
            var picture = ImageFile.Decode(File.ReadAllBytes(path), path);
            CacheFolder.Touch(path);
            return picture;
        }
        catch (Exception damaged) when (damaged is IOException or UnauthorizedAccessException or DataFileException or OtherImageException)
        {
            return null;    // it is made again
        }
    }

    /// <summary>What cannot be written is not kept: results do not depend on it.</summary>
    private void Keep(string kind, string name, byte[] png)
    {
        try
        {
            var folder = _folders.GetOrAdd(kind, made => new Lazy<string>(() => _files.Make(made))).Value;
            var partial = Unfinished.NewPath(folder);
            File.WriteAllBytes(partial, png);
            File.Move(partial, Path.Combine(folder, name), overwrite: true);
            Count(png.Length);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // a full or read-only disk makes the next run slower, no more
        }
    }

    private void Count(long bytes)
    {
        lock (_counting)
        {
            _bytes = _bytes < 0 ? _files.Bytes() : _bytes + bytes;
            if (_bytes > MostBytes)
                _bytes = _files.Shorten(MostBytes / 10 * 9);
        }
    }
}
