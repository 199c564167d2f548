using Kindred.Datasets;
using Kindred.Networks.Storage;

namespace Kindred.Cleaning;

/// <summary>Moves duplicates out of a folder and back. Nothing is ever deleted or overwritten; where every file went is written before any is moved.</summary>
public static class DuplicateMoves
{
    public const string UndoName = "undo.csv";

    /// <summary>Where the files cannot go is found before any work is done.</summary>
    /// <exception cref="ArgumentException">The target holds something, is a file, or lies inside the folder that is cleaned or around it.</exception>
    public static void Check(string folder, string target)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(target);
        var (from, to) = (Full(folder), Full(target));
        if (File.Exists(target))
            throw new ArgumentException($"{target} is a file; a new or empty folder is needed.");
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new ArgumentException($"{target} is not empty; a new or empty folder is needed.");
        if (to.StartsWith(from, StringComparison.Ordinal))
            throw new ArgumentException($"{target} lies inside {folder}, where the files would be found again; a folder elsewhere is needed.");
    }

    /// <summary>Moves every file of a group but the best, keeping its path below the folder.</summary>
    /// <returns>How many were moved; files that changed or went since the report stay where they are.</returns>
    /// <exception cref="ArgumentException">As <see cref="Check"/>.</exception>
    public static int Move(CleaningReport report, string target, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        Check(report.Folder, target);
        Directory.CreateDirectory(target);
        var moves = report.Duplicates.SelectMany(group => group.Others)
            .Select(other => report.Pictures[other.Place].Facts)
            .Where(facts => IsUnchanged(Path.Combine(report.Folder, facts.Path), facts))
            .Select(facts => (From: Path.GetFullPath(Path.Combine(report.Folder, facts.Path)), To: Path.GetFullPath(Path.Combine(target, facts.Path)))).ToList();
        WholeFile.WriteLines(Path.Combine(target, UndoName), file =>
        {
            file.WriteLine("moved_to,came_from");
            foreach (var (from, to) in moves)
                file.WriteLine($"{CsvText.Quote(to)},{CsvText.Quote(from)}");
        });
        foreach (var (from, to) in moves)
        {
            cancellation.ThrowIfCancellationRequested();
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Move(from, to, overwrite: false);
        }

        return moves.Count;
    }

    /// <summary>Moves everything back that <see cref="Move"/> moved into <paramref name="target"/>.</summary>
    /// <returns>How many came back, and the files that could not, since something lies in their old place or they went.</returns>
    /// <exception cref="DataFileException">There is no list of what was moved.</exception>
    public static (int Moved, IReadOnlyList<string> Left) Undo(string target)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        var path = Path.Combine(target, UndoName);
        if (!File.Exists(path))
            throw new DataFileException(path, "there is no such file; a folder that duplicates were moved into is needed.");
        using var file = new StreamReader(OrdinaryFile.Open(path));
        if (CsvText.ReadCells(file) is not ["moved_to", "came_from"])
            throw new DataFileException(path, "it does not begin with moved_to,came_from; the list that was written when duplicates were moved is needed.");
        var (moved, left) = (0, new List<string>());
        while (CsvText.ReadCells(file) is { } cells)
        {
            if (cells is not [var now, var before])
                throw new DataFileException(path, "a line of it has not two cells; the list that was written when duplicates were moved is needed.");
            if (File.Exists(now) && !Path.Exists(before))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(before)!);
                File.Move(now, before, overwrite: false);
                moved++;
            }
            else if (File.Exists(now) || !File.Exists(before))
            {
                left.Add(now);
            }
        }

        return (moved, left);
    }

    private static bool IsUnchanged(string path, PictureFacts facts) => File.Exists(path) && new FileInfo(path).Length == facts.Bytes && File.GetLastWriteTimeUtc(path) == facts.Modified.UtcDateTime;

    private static string Full(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)) + Path.DirectorySeparatorChar;
}
