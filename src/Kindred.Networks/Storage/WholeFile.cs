namespace Kindred.Networks.Storage;

/// <summary>The one way to write a file: whoever looks sees the old file or the whole new one, and a failure leaves nothing behind.</summary>
public static class WholeFile
{
    private const int BufferSize = 1 << 16;
    private const int Attempts = 3;

    /// <summary>Writes beside <paramref name="path"/> under a name of <see cref="Unfinished"/>, brings it to the disk, then renames it.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var (file, partial) = Create(Path.GetDirectoryName(Path.GetFullPath(path))!);
        try
        {
            using (file)
            {
                write(file);
                file.Flush(flushToDisk: true);
                File.Move(partial, path, overwrite: true);  // still locked, so that nobody takes it for left over
            }
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>The text in UTF-8.</summary>
    public static void WriteText(string path, string text) => Write(path, file => file.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Lines that end in \n, in UTF-8.</summary>
    public static void WriteLines(string path, Action<TextWriter> write) => Write(path, file =>
    {
        using var text = new StreamWriter(file, leaveOpen: true) { NewLine = "\n" };
        write(text);
    });

    private static (FileStream File, string Path) Create(string folder)
    {
        // Unix locks only what nobody shares, and renames what is open; Windows renames what may be deleted
        var share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
        for (var attempt = 1; ; attempt++)
        {
            var path = Unfinished.NewPath(folder);
            try
            {
                return (new FileStream(path, FileMode.CreateNew, FileAccess.Write, share, BufferSize), path);
            }
            catch (IOException) when (attempt < Attempts && File.Exists(path))
            {
                // a sweep came between making and locking it
            }
        }
    }
}
