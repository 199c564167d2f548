using Kindred.Runs;

namespace Kindred.Cli.Serve;

/// <summary>The picture files that a run was made of, by part and row alone: no other file of the machine can be named.</summary>
internal sealed class OriginalPictures
{
    private static readonly (byte[] Start, string Type)[] Types =
    [
        ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "image/png"),
        ([0xFF, 0xD8, 0xFF], "image/jpeg"),
        ("GIF8"u8.ToArray(), "image/gif"),
        ("BM"u8.ToArray(), "image/bmp"),
    ];

    private readonly Dictionary<(string Part, int Row), string> _paths = [];

    /// <param name="run">Whose items.</param>
    /// <param name="folder">That the names of items are in; null where there is none.</param>
    public OriginalPictures(Run run, string? folder)
    {
        if (folder is null || !Directory.Exists(folder))
            return;
        var root = Path.GetFullPath(folder);
        foreach (var (part, rows) in run.Clusters.Present().Where(part => part.Part.Names is not null))
        {
            foreach (var (place, name) in rows.Names!.Index())
            {
                var path = Path.GetFullPath(Path.Combine(root, name));
                if (path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                    _paths[(part, rows.Rows[place])] = path;
            }
        }
    }

    /// <summary>A file to read, and what kind of picture it is; null where there is no such picture.</summary>
    public (FileStream File, string Type)? Open(string part, int row)
    {
        if (!_paths.TryGetValue((part, row), out var path) || !File.Exists(path) || File.GetAttributes(path).HasFlag(FileAttributes.Device))
            return null;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        Span<byte> start = stackalloc byte[12];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (TypeOf(start) is { } type)
            return (file, type);
        file.Dispose();
        return null;
    }

    private static string? TypeOf(ReadOnlySpan<byte> start)
    {
        foreach (var (known, type) in Types)
        {
            if (start.StartsWith(known))
                return type;
        }

        return start.Length == 12 && start.StartsWith("RIFF"u8) && start[8..].SequenceEqual("WEBP"u8) ? "image/webp" : null;
    }
}
