using Kindred.Datasets.Tables;

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
        var test = testPath is null ? null : DataFile.Read(testPath, content => CsvTable.Parse(content, options with { Like = options.Like ?? train.Columns }));
        if (test is not null && (test.Columns.Count != train.Columns.Count || test.Shape != train.Shape || test.ClassTexts is null != train.ClassTexts is null))
            throw new DataFileException(testPath!, $"its rows ({Describe(test)}) must match those of {trainPath} ({Describe(train)}).");
        return Join(name, train, test, options);
    }

    internal static Dataset Join(string name, CsvTable train, CsvTable? test, CsvOptions options)
    {
        var (classes, names) = train.ClassTexts is null ? (null, []) : ClassNumbers.Number(train.ClassTexts.Texts.Concat(test?.ClassTexts?.Texts ?? []));
        var (samples, source) = train.ToContent().Finish(options.Missing, classes, unit: options.Unit);
        var others = test?.ToContent(samples.Shape.Size).Finish(options.Missing, classes, samples).Samples;
        return new Dataset(name, Checksum.Of(samples, others), samples, others, names) { Table = source };
    }

    private static string Describe(CsvTable table) => $"{table.Shape}, {(table.ClassTexts is null ? "no labels" : "labels")}";
}
