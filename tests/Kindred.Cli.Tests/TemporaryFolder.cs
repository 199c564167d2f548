namespace Kindred.Cli.Tests;

/// <summary>An empty folder that goes away with the test, unless it is to be kept under a name.</summary>
internal sealed class TemporaryFolder(string? kept = null) : IDisposable
{
    public string Path { get; } = kept is null ? Directory.CreateTempSubdirectory("kindred-").FullName : Directory.CreateDirectory(kept).FullName;

    public string Write(string name, string text)
    {
        var file = System.IO.Path.Combine(Path, name);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose()
    {
        if (kept is null)
            Directory.Delete(Path, recursive: true);
    }
}
