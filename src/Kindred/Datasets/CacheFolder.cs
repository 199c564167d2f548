using Kindred.Networks.Storage;

namespace Kindred.Datasets;

/// <summary>Files that are made again when they are gone, in folders below one: of so many bytes at most, those unused for longest go first.</summary>
internal sealed class CacheFolder(string path, string extension)
{
    /// <summary>What all files take.</summary>
    public long Bytes() => Files().Sum(file => file.Length);

    /// <summary>Removes every file and the folders that are empty then; returns how many bytes that freed.</summary>
    public long Clear()
    {
        var freed = Bytes();
        foreach (var file in Files())
            file.Delete();
        var folders = Directory.Exists(path) ? Directory.GetDirectories(path) : [];
        foreach (var empty in folders.Where(folder => !Directory.EnumerateFileSystemEntries(folder).Any()))
            Directory.Delete(empty);
        return freed;
    }

    /// <summary>Removes files until they take so many bytes at most; returns how many they take.</summary>
    public long Shorten(long mostBytes)
    {
        var files = Files().OrderBy(file => file.LastWriteTimeUtc).ToArray();
        var bytes = files.Sum(file => file.Length);
        foreach (var file in files.TakeWhile(_ => bytes > mostBytes))
        {
            bytes -= file.Length;
            file.Delete();
        }

        return bytes;
    }

    /// <summary>A folder below, for this user alone; what killed processes left in it is removed.</summary>
    public string Make(string name)
    {
        var folder = Path.Combine(path, name);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Unfinished.RemoveLeftOvers(folder);
        return folder;
    }

    /// <summary>A file was used.</summary>
    public static void Touch(string file) => File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime);

    private FileInfo[] Files() => Directory.Exists(path)
        ? [.. Directory.EnumerateFiles(path, $"*{extension}", SearchOption.AllDirectories).Select(file => new FileInfo(file)).Where(file => file.Exists)]
        : [];
}
