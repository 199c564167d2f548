using System.Collections.Concurrent;
using System.Globalization;
using Kindred.Networks.Storage;
using Microsoft.Win32.SafeHandles;

namespace Kindred.Datasets;

/// <summary>What came through pipes that this process was started with, such as /dev/stdin: a pipe gives its bytes once, files are opened more than once.</summary>
/// <remarks>Other pipes are never opened: nobody may ever write to them.</remarks>
internal static class PipedContent
{
    private static readonly string[] OpenedFolders = ["/dev/fd/", "/proc/self/fd/"];
    private static readonly ConcurrentDictionary<string, byte[]> Contents = new(StringComparer.Ordinal);

    /// <summary>Reads such a pipe to its end, so that its path can be opened as a file; does nothing for other paths.</summary>
    public static void Take(string path)
    {
        if (Contents.ContainsKey(path) || OpenedNumber(path) is not { } number || OrdinaryFile.KindOf(path) != PathKind.Pipe)
            return;
        using var pipe = new FileStream(new SafeFileHandle(number, ownsHandle: false), FileAccess.Read);
        using var content = new MemoryStream();
        pipe.CopyTo(content);
        Contents[path] = content.ToArray();
    }

    /// <summary>What was taken from the path; null where nothing was.</summary>
    public static Stream? Open(string path) => Contents.TryGetValue(path, out var content) ? new MemoryStream(content, writable: false) : null;

    /// <summary>The number under which this process has the path open already; null for all other paths.</summary>
    private static nint? OpenedNumber(string path)
    {
        if (path == "/dev/stdin")
            return 0;
        var folder = Array.Find(OpenedFolders, folder => path.StartsWith(folder, StringComparison.Ordinal));
        return folder is not null && int.TryParse(path.AsSpan(folder.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
