using System.Globalization;
using Kindred.Reporting;

namespace Kindred.Cli.Serve;

/// <summary>The sheets of pictures beside a page, by folder and number alone.</summary>
/// <param name="folder">That the page is in.</param>
internal sealed class PictureFiles(string folder)
{
    private readonly HashSet<string> _folders = [.. Directory.EnumerateDirectories(folder, $"{Path.GetFileNameWithoutExtension(RunReport.FileName)}-pictures-*").Select(path => Path.GetFileName(path))];

    /// <summary>Null where there is no such sheet.</summary>
    public byte[]? Read(string name, int sheet)
    {
        if (!_folders.Contains(name))
            return null;
        var path = Path.Combine(folder, name, string.Create(CultureInfo.InvariantCulture, $"{sheet}.webp"));
        return sheet >= 0 && File.Exists(path) ? File.ReadAllBytes(path) : null;
    }
}
