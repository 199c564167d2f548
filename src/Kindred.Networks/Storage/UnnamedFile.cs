namespace Kindred.Networks.Storage;

/// <summary>A file for as long as the process works on it: it has no name that others could open, and is gone with the process, however that ends.</summary>
internal static class UnnamedFile
{
    /// <summary>Empty, in the folder for temporary files (<c>TMPDIR</c>).</summary>
    /// <exception cref="IOException">It cannot be made there.</exception>
    public static FileStream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"kindred-{Guid.NewGuid():N}.numbers");
        var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = 0, Options = FileOptions.DeleteOnClose });
        if (!OperatingSystem.IsWindows())
            File.Delete(path);  // it stays as long as it is open, no longer
        return file;
    }
}
