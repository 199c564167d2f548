namespace Kindred.Onnx.Tests;

/// <summary>A folder for one test, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("kindred-").FullName;

    public string this[string file] => System.IO.Path.Combine(Path, file);

    public string Copy(string file)
    {
        var target = this[System.IO.Path.GetFileName(file)];
        File.Copy(file, target);
        return target;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
