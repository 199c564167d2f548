namespace Kindred.Networks.Storage;

/// <summary>A folder that is filled out of sight and appears under its name whole, or not at all.</summary>
internal sealed class WholeFolder : IDisposable
{
    private readonly FileStream _lock;
    private bool _inPlace;

    /// <summary>Begins a folder that will lie in <paramref name="parent"/>.</summary>
    public WholeFolder(string parent)
    {
        Path = Directory.CreateDirectory(Unfinished.NewPath(parent)).FullName;
        _lock = Unfinished.Lock(Path);
    }

    /// <summary>Where it is filled.</summary>
    public string Path { get; }

    /// <summary>Gives it its name.</summary>
    /// <exception cref="IOException">The name is taken, or the folder cannot be moved.</exception>
    public void MoveTo(string target)
    {
        _lock.Dispose();
        Directory.Move(Path, target);
        _inPlace = true;
    }

    /// <summary>Removes what was not moved into place.</summary>
    public void Dispose()
    {
        _lock.Dispose();
        if (!_inPlace)
            Directory.Delete(Path, recursive: true);
    }
}
