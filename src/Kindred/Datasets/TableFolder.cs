using Kindred.Datasets.Tables;
using Kindred.Networks.Storage;

namespace Kindred.Datasets;

/// <summary>The tables in a folder: one, or one in several files, or a training and a test part of it. Names that begin with a point or an underscore are those of what a job keeps for itself.</summary>
/// <param name="Train">In the order of their names; at least one.</param>
/// <param name="Test">Likewise; may be empty.</param>
/// <param name="LeftOut">Tables beside a training part that are neither it nor its test part.</param>
internal sealed record TableFolder(string[] Train, string[] Test, string[] LeftOut)
{
    /// <summary>Null where there are no tables.</summary>
    /// <exception cref="DataFileException">They have several formats, so that nothing tells which is meant.</exception>
    public static TableFolder? Find(string folder)
    {
        string[] tables = [.. Files(folder).Where(path => OrdinaryFile.KindOf(path) == PathKind.File && IsTable(path)).Order(StringComparer.Ordinal)];
        if (tables.Length == 0)
            return null;
        if (Array.Exists(tables, path => Path.GetDirectoryName(path) != Path.TrimEndingDirectorySeparator(folder)))
            return new TableFolder(OfOneFormat(folder, tables), [], []) { Keys = [.. Keyed(folder, tables[0])] };
        var train = Array.FindAll(tables, path => IsCalled(path, "train"));
        var test = Array.FindAll(tables, path => !train.Contains(path) && IsCalled(path, "test"));
        var found = train.Length == 0 ? new TableFolder(tables, [], []) : new TableFolder(train, test, [.. tables.Except(train).Except(test)]);
        OfOneFormat(folder, [.. found.Train, .. found.Test]);
        return found;
    }

    /// <summary>What the names of folders like year=2024 are the values of.</summary>
    public IReadOnlyList<string> Keys { get; private init; } = [];

    /// <summary>Reads them.</summary>
    /// <exception cref="DataFileException">One cannot be read, or has other columns than the first.</exception>
    public Dataset Read(string folder, DatasetOptions options)
    {
        var name = DataFile.NameOf(folder);
        var data = Train.Length == 1 && Test.Length <= 1 && FileFormats.IsText(Train[0])
            ? CsvFile.Read(name, Train[0], Test.FirstOrDefault(), options.Csv)
            : new TableParts(folder, options).Read(name, Train, Test);
        if (Keys.Count > 0 && data.Table is { } parted)
            data = data with { Table = parted with { Notes = [.. parted.Notes, $"Not learned from: {TableLayout.Listed(Keys)}, which the names of the folders hold."] } };
        return LeftOut.Length == 0 || data.Table is not { } source ? data
            : data with { Table = source with { Notes = [.. source.Notes, $"Left out, as neither 'train' nor 'test' is in the name: {TableLayout.Listed([.. LeftOut.Select(path => Path.GetFileName(path))])}."] } };
    }

    /// <summary>What <c>check</c> says of them: in words, and the columns of the first.</summary>
    public DataSurvey Survey(DatasetOptions options) => FileSurvey.Of(Train[0], options) with
    {
        What = (Train.Length, Test.Length) switch
        {
            (1, 0) => $"a folder with one table, {Path.GetFileName(Train[0])}",
            (_, 0) => $"a folder with a table in {Train.Length} files{(Keys.Count > 0 ? $", in folders by {TableLayout.Listed(Keys)}" : string.Empty)}",
            _ => $"a folder with a training table ({Files(Train)}) and a test table ({Files(Test)})",
        },
    };

    /// <summary>Of the folder, and of the folders in it that are called as jobs call parts: year=2024.</summary>
    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder).Concat(
        Directory.EnumerateDirectories(folder).Where(inner => IsPart(Path.GetFileName(inner)) && new DirectoryInfo(inner).LinkTarget is null).SelectMany(Files));

    private static bool IsPart(string name) => name.IndexOf('=', StringComparison.Ordinal) > 0 && name[0] is not ('.' or '_');

    private static IEnumerable<string> Keyed(string folder, string path) =>
        Path.GetRelativePath(folder, Path.GetDirectoryName(path)!).Split(Path.DirectorySeparatorChar).Where(IsPart).Select(name => name[..name.IndexOf('=', StringComparison.Ordinal)]);

    private static string[] OfOneFormat(string folder, string[] paths) =>
        Array.Find(paths, path => Format(path) != Format(paths[0])) is not { } other ? paths
            : throw new DataFileException(folder, $"there are tables of several formats in this folder, such as {Path.GetFileName(paths[0])} and {Path.GetFileName(other)}; the path of one is needed.");

    private static string Files(string[] paths) => paths.Length == 1 ? Path.GetFileName(paths[0]) : $"{paths.Length} files";

    private static bool IsTable(string path) => Path.GetFileName(path)[0] is not ('.' or '_')
        && (FileFormats.IsTable(path) || (Path.GetFileName(path) is ['p', 'a', 'r', 't', '-', ..] name && !name.Contains('.', StringComparison.Ordinal) && IsTableByContent(path)));

    /// <summary>Parts of jobs often have no extension.</summary>
    private static bool IsTableByContent(string path) => FileFormats.Of(path) switch
    {
        FileFormat.Parquet or FileFormat.Arrow => true,
        FileFormat.Text => FileKind.NotText(DataFile.ReadStart(path, FileKind.Longest)) is null,
        _ => false,
    };

    private static bool IsCalled(string path, string part) => Path.GetFileName(path).Contains(part, StringComparison.OrdinalIgnoreCase);

    /// <summary>.tsv.gz as .csv: texts are told apart by what is in them.</summary>
    private static string Format(string path) => FileFormats.IsText(path) ? ".CSV"
        : FileFormats.IsTable(path) ? Path.GetExtension(path).ToUpperInvariant().Replace(".FEATHER", ".ARROW", StringComparison.Ordinal)
        : FileFormats.Of(path) switch { FileFormat.Parquet => ".PARQUET", FileFormat.Arrow => ".ARROW", _ => ".CSV" };
}
