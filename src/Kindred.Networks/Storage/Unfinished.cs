using System.Text.RegularExpressions;

namespace Kindred.Networks.Storage;

/// <summary>Files and folders that are still being written: their names, which nobody else gives, and what becomes of them after a kill.</summary>
public static partial class Unfinished
{
    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    /// <summary>A new name in <paramref name="folder"/>, hidden, and as short for every target.</summary>
    internal static string NewPath(string folder) => Path.Combine(folder, $".kindred-{Guid.NewGuid():N}.partial");

    /// <summary>Makes sure, before any work, that results can be kept in <paramref name="folder"/>: makes it, tries it, and removes what killed processes left in it.</summary>
    /// <exception cref="IOException">Nothing can be written there; the message says why and what to do.</exception>
    public static void Prepare(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        try
        {
            Directory.CreateDirectory(folder);
            RemoveLeftOvers(folder);
            using var probe = new FileStream(NewPath(folder), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Nothing can be written in {folder}, where the results should go ({refused.Message.TrimEnd('.')}); another folder is needed.", refused);
        }
    }

    /// <summary>Keeps other processes from working in <paramref name="folder"/> until it is disposed, or this process ends, however it ends.</summary>
    /// <param name="folder">Made and tried as <see cref="Prepare"/> does.</param>
    /// <param name="doing">What is done there, in one word, e.g. "training"; the lock is a hidden file of that name.</param>
    /// <exception cref="IOException">Another process is doing that there, or nothing can be written.</exception>
    public static IDisposable Alone(string folder, string doing)
    {
        Prepare(folder);
        try
        {
            return new FileStream(Path.Combine(folder, $".{doing}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new IOException($"Another process is {doing} in {folder}; wait for it, or name another folder.", taken);
        }
    }

    /// <summary>Removes files and folders that were being written in <paramref name="folder"/> when their processes ended; only names that <see cref="NewPath"/> gives.</summary>
    internal static void RemoveLeftOvers(string folder)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(folder, ".kindred-*.partial").Where(path => OurName().IsMatch(Path.GetFileName(path))))
        {
            try
            {
                Remove(path);
            }
            catch (Exception kept) when (kept is IOException or UnauthorizedAccessException)
            {
                // somebody is writing it, or it is another user's
            }
        }
    }

    /// <summary>The lock of a folder that is being written lies in it.</summary>
    internal static FileStream Lock(string folder) =>
        new(LockOf(folder), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);

    private static string LockOf(string folder) => Path.Combine(folder, ".lock");

    private static void Remove(string path)
    {
        var attributes = File.GetAttributes(path);
        if (attributes.HasFlag(FileAttributes.ReparsePoint))
            return;
        if (attributes.HasFlag(FileAttributes.Directory) ? IsForgotten(path) : OrdinaryFile.KindOf(path) == PathKind.File && IsUnlocked(path))
            Delete(path, attributes);
    }

    /// <summary>A folder without a lock is one whose process ended just before making it, or just after releasing it.</summary>
    private static bool IsForgotten(string folder) => File.Exists(LockOf(folder))
        ? IsUnlocked(LockOf(folder))
        : TimeProvider.System.GetUtcNow() - Directory.GetLastWriteTimeUtc(folder) > Forgotten;

    /// <summary>The system frees a lock when its process ends, however it ends.</summary>
    private static bool IsUnlocked(string path)
    {
        using var alone = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        return true;
    }

    private static void Delete(string path, FileAttributes attributes)
    {
        if (attributes.HasFlag(FileAttributes.Directory))
            Directory.Delete(path, recursive: true);
        else
            File.Delete(path);
    }

    [GeneratedRegex(@"^\.kindred-[0-9a-f]{32}\.partial$")]
    private static partial Regex OurName();
}
