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
        string[] tables = [.. Directory.EnumerateFiles(folder).Where(path => IsTable(path) && OrdinaryFile.KindOf(path) == PathKind.File).Order(StringComparer.Ordinal)];
        if (tables.Length == 0)
            return null;
        var train = Array.FindAll(tables, path => IsCalled(path, "train"));
        var test = Array.FindAll(tables, path => !train.Contains(path) && IsCalled(path, "test"));
        var found = train.Length == 0 ? new TableFolder(tables, [], []) : new TableFolder(train, test, [.. tables.Except(train).Except(test)]);
        string[] chosen = [.. found.Train, .. found.Test];
        return Array.Find(chosen, path => Extension(path) != Extension(chosen[0])) is not { } other ? found
            : throw new DataFileException(folder, $"there are tables of several formats in this folder, such as {Path.GetFileName(chosen[0])} and {Path.GetFileName(other)}; the path of one is needed.");
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="DataFileException">One cannot be read, or has other columns than the first.</exception>
    public Dataset Read(string folder, DatasetOptions options)
    {
        var name = DataFile.NameOf(folder);
        var data = Train.Length == 1 && Test.Length <= 1 && FileFormats.IsText(Train[0])
            ? CsvFile.Read(name, Train[0], Test.FirstOrDefault(), options.Csv)
            : new TableParts(folder, options).Read(name, Train, Test);
        return LeftOut.Length == 0 || data.Table is not { } source ? data
            : data with { Table = source with { Notes = [.. source.Notes, $"Left out, as neither 'train' nor 'test' is in the name: {TableLayout.Listed([.. LeftOut.Select(path => Path.GetFileName(path))])}."] } };
    }

    /// <summary>What <c>check</c> says of them: in words, and the columns of the first.</summary>
    public DataSurvey Survey(DatasetOptions options) => FileSurvey.Of(Train[0], options) with
    {
        What = (Train.Length, Test.Length) switch
        {
            (1, 0) => $"a folder with one table, {Path.GetFileName(Train[0])}",
            (_, 0) => $"a folder with a table in {Train.Length} files",
            _ => $"a folder with a training table ({Files(Train)}) and a test table ({Files(Test)})",
        },
    };

    private static string Files(string[] paths) => paths.Length == 1 ? Path.GetFileName(paths[0]) : $"{paths.Length} files";

    private static bool IsTable(string path) => FileFormats.IsTable(path) && Path.GetFileName(path)[0] is not ('.' or '_');

    private static bool IsCalled(string path, string part) => Path.GetFileName(path).Contains(part, StringComparison.OrdinalIgnoreCase);

    /// <summary>.tsv.gz as .csv: texts are told apart by what is in them.</summary>
    private static string Extension(string path) => FileFormats.IsText(path) ? ".CSV" : Path.GetExtension(path).ToUpperInvariant();
}
