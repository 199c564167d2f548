using System.Runtime.InteropServices;

namespace Kindred.Networks.Storage;

/// <summary>What lies at a path, links followed.</summary>
internal enum PathKind
{
    Missing,
    Refused,
    File,
    Folder,
    Pipe,
    Socket,
    Device,
}

/// <summary>The one door to files that are read: ordinary files only. Opening a pipe can wait for ever, and reading a device need never end.</summary>
public static partial class OrdinaryFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>What lies at <paramref name="path"/>; nothing is opened.</summary>
    internal static PathKind KindOf(string path)
    {
        if (OperatingSystem.IsWindows())
            return Directory.Exists(path) ? PathKind.Folder : File.Exists(path) ? PathKind.File : PathKind.Missing;
        const int PermissionDenied = 13;
        const int TypeMask = 0xF000, Pipe = 0x1000, CharacterDevice = 0x2000, Folder = 0x4000, BlockDevice = 0x6000, Ordinary = 0x8000, Socket = 0xC000;
        var status = default(FileStatus);
        if (Stat(path, ref status) != 0)
            return Marshal.GetLastPInvokeError() == PermissionDenied ? PathKind.Refused : PathKind.Missing;
        return (status.Mode & TypeMask) switch
        {
            Ordinary => PathKind.File,
            Folder => PathKind.Folder,
            Pipe => PathKind.Pipe,
            Socket => PathKind.Socket,
            CharacterDevice or BlockDevice => PathKind.Device,
            _ => PathKind.Missing,
        };
    }

    /// <summary>The kind as it stands in a sentence; null for what can be opened, or is not there.</summary>
    internal static string? Describe(PathKind kind) => kind switch
    {
        PathKind.Pipe => "a named pipe",
        PathKind.Socket => "a socket",
        PathKind.Device => "a device",
        PathKind.Folder => "a folder",
        _ => null,
    };

    /// <summary>Opens an ordinary file, or a link to one, for reading.</summary>
    /// <exception cref="NoOrdinaryFileException">Something else lies there.</exception>
    /// <exception cref="IOException">The file is missing, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static FileStream Open(string path) => Open(path, BufferSize);

    /// <summary>The same for those who read large parts, or all of a file at once: nothing is kept between.</summary>
    internal static FileStream OpenUnbuffered(string path) => Open(path, bufferSize: 0);

    /// <summary>All text of an ordinary file; throws as <see cref="Open(string)"/> does.</summary>
    public static string ReadText(string path)
    {
        using var reader = new StreamReader(Open(path));
        return reader.ReadToEnd();
    }

    private static FileStream Open(string path, int bufferSize)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Describe(KindOf(path)) is { } kind
            ? throw new NoOrdinaryFileException(path, kind)
            : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize);
    }

    // the runtime's own way to stat, the same on every Unix; its status begins with flags and the mode
    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Stat(string path, ref FileStatus status);

    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct FileStatus
    {
        [FieldOffset(4)]
        public int Mode;
    }
}

/// <summary>Where a file is needed lies something that must not be opened.</summary>
/// <param name="path">As it was given.</param>
/// <param name="kind">What it is, with its article.</param>
public sealed class NoOrdinaryFileException(string path, string kind) : IOException($"{path} is {kind}; a file is needed.")
{
    /// <summary>Without the path.</summary>
    public string Problem { get; } = $"this is {kind}; a file is needed.";
}
