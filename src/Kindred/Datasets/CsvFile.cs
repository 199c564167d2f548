using Kindred.Numerics;

namespace Kindred.Datasets;

/// <summary>Tables of numbers as text, one row a line: the 785-column form of MNIST-like sets (label first) and any other.</summary>
/// <remarks>Separated by comma, semicolon or tab, plain or gzip, with or without a header. 784 whole numbers from 0 to 255 a row stay bytes.</remarks>
public static class CsvFile
{
    /// <summary>Reads one file: all of it is the training part.</summary>
    /// <exception cref="DataFileException">The file is missing, or not a table of finite numbers with rows of one length.</exception>
    public static Dataset Read(string path, CsvOptions? options = null) => Read(Path.GetFileName(path), path, testPath: null, options);

    /// <summary>Reads a training and, unless null, a test file with the same columns. Their classes get the same numbers.</summary>
    /// <exception cref="DataFileException">A file is missing, or not a table of finite numbers with rows of one length, or the two differ in columns.</exception>
    public static Dataset Read(string name, string trainPath, string? testPath, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(trainPath);
        options ??= new CsvOptions();
        var train = DataFile.Read(trainPath, content => CsvTable.Parse(content, options));
        var test = testPath is null ? null : DataFile.Read(testPath, content => CsvTable.Parse(content, options));
        if (test is not null && (test.Shape != train.Shape || test.LabelTexts is null != train.LabelTexts is null))
            throw new DataFileException(testPath!, $"its rows ({Describe(test)}) must match those of {trainPath} ({Describe(train)}).");
        return Join(name, train, test);
    }

    internal static Dataset Join(string name, CsvTable train, CsvTable? test)
    {
        if (train.LabelTexts is null)
            return Finish(name, train.ToImageSet(null), test?.ToImageSet(null), []);
        var (classes, names) = ClassLabels.Number(train.LabelTexts.Concat(test?.LabelTexts ?? []));
        return Finish(name, Labelled(train, classes), test is null ? null : Labelled(test, classes), names);
    }

    private static ImageSet Labelled(CsvTable table, Dictionary<string, int> classes)
    {
        var classOfId = table.LabelTexts!.Select(text => classes[text]).ToArray();
        return table.ToImageSet([.. table.Labels.Select(id => classOfId[id])]);
    }

    private static Dataset Finish(string name, ImageSet train, ImageSet? test, ValueList<string> classNames) =>
        new(name, Checksum.Of(train, test), train, test, classNames);

    private static string Describe(CsvTable table) => $"{table.Shape}, {(table.LabelTexts is null ? "no labels" : "labels")}";
}
