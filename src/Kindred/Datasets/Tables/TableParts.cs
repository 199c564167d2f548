using System.Globalization;
using Kindred.Numerics;

namespace Kindred.Datasets.Tables;

/// <summary>One table that lies in several files, in the order of their names: all have the same columns, which are found by name where they have names.</summary>
/// <param name="folder">In which they lie, for messages.</param>
/// <param name="options">How tables are read.</param>
internal sealed class TableParts(string folder, DatasetOptions options)
{
    /// <summary>A training and a test part, each in one file or several; the latter may be in none.</summary>
    /// <exception cref="DataFileException">A file cannot be read, or has other columns than the first.</exception>
    public Dataset Read(string name, IReadOnlyList<string> train, IReadOnlyList<string> test)
    {
        var content = Read(train, null);
        if (test.Count == 0)
            return content.ToDataset(name, options.Csv);
        var other = Read(test, (train[0], content));
        if (other.ClassTexts is null != content.ClassTexts is null)
            throw NotOneTable(test[0], content.ClassTexts is null ? $"it has labels, unlike {train[0]}" : $"it has no labels, unlike {train[0]}");
        var (classes, names) = content.ClassTexts is null ? (null, []) : ClassNumbers.Number(content.ClassTexts.Texts.Concat(other.ClassTexts!.Texts));
        var (samples, source) = content.Finish(options.Csv.Missing, classes, unit: options.Csv.Unit);
        var others = (other with { Columns = other.Columns[^samples.Shape.Size..] }).Finish(options.Csv.Missing, classes, samples).Samples;
        return new Dataset(name, Checksum.Of(samples, others), samples, others, names) { Table = source };
    }

    private TableContent Read(IReadOnlyList<string> paths, (string Path, TableContent Content)? first)
    {
        var (parts, empty, values) = (new List<TableContent>(), new List<string>(), 0.0);
        foreach (var path in paths)
        {
            if (ReadPart(path, first, mayBeEmpty: paths.Count > 1) is not { } part)
            {
                empty.Add(Path.GetFileName(path));
                continue;
            }

            parts.Add(part);
            first ??= (path, part);
            values += (double)part.Numbers.Rows * part.Numbers.Columns;
            if (MemoryLimit.Problem($"the tables up to {Path.GetFileName(path)} take", values * (sizeof(double) + sizeof(float))) is { } problem)
                throw new DataFileException(folder, problem);
        }

        if (parts.Count == 0)
            throw new DataFileException(folder, $"none of its {Amount.Of(paths.Count, "table")} has rows; at least one row of numbers is needed.") { HasNoRows = true };
        string[] notes = paths.Count == 1 ? [] : [$"Read as one table: {Amount.Of(paths.Count, "file")}, {TableLayout.Listed([.. paths.Select(path => Path.GetFileName(path))])}."];
        string[] emptyNotes = empty.Count == 0 ? [] : [$"Without rows: {TableLayout.Listed(empty)}."];
        var joined = parts.Count == 1 ? parts[0] : Join([.. parts]);
        return joined with { Notes = [.. notes, .. emptyNotes, .. joined.Notes] };
    }

    /// <summary>Null for one without rows: a job leaves such files where it had nothing to write.</summary>
    private TableContent? ReadPart(string path, (string Path, TableContent Content)? first, bool mayBeEmpty)
    {
        try
        {
            if (first is not { } before)
                return Read(path, options);
            var following = Following(before.Content);
            RequireTitles(before.Path, path, following);
            var part = Read(path, following);
            if (part.Shape != before.Content.Shape)
                throw NotOneTable(path, $"its rows have {Amount.Of(part.Shape.Size, "number")}, those of {before.Path} have {before.Content.Shape.Size}");
            return part.Columns.AsSpan().SequenceEqual(before.Content.Columns) ? part : Reordered(part, before.Content.Columns);
        }
        catch (DataFileException problem) when (problem.HasNoRows && mayBeEmpty)
        {
            return null;
        }
    }

    /// <summary>Columns are found by name, so their order may be another than that of the first file.</summary>
    private static TableContent Reordered(TableContent part, int[] columns)
    {
        var order = new int[columns.Length];
        for (var k = 0; k < order.Length; k++)
            order[columns[k]] = part.Columns[k];
        return part with
        {
            Numbers = new ReorderedNumbers(part.Numbers, order),
            Columns = columns,
            Missing = part.Missing.Reordered(column => Array.IndexOf(order, column)),
            Describe = column => part.Describe(order[column]),
        };
    }

    private static TableContent Read(string path, DatasetOptions options)
    {
        var format = FileFormats.Of(path);
        return DataFile.Read(path, content => format switch
        {
            FileFormat.Parquet => ParquetFile.Table(content, options),
            FileFormat.Arrow => ArrowFile.Table(content, options),
            _ => CsvTable.Parse(content, options.Csv).ToContent(),
        });
    }

    /// <summary>Columns are what they are in the first file, whatever the values of another look like.</summary>
    private DatasetOptions Following(TableContent first)
    {
        var columns = options.Csv.Like ?? first.Taken!(first.Columns);
        return options with
        {
            Csv = options.Csv with
            {
                Like = columns,
                Header = options.Csv.Header ?? columns.Names.Count > 0,
                LabelColumn = first.ClassTexts is null ? CsvOptions.NoLabels : columns.LabelColumn,
                IdColumn = first.Ids is null ? options.Csv.IdColumn : columns.IdColumn,
            },
        };
    }

    private static void RequireTitles(string firstPath, string path, DatasetOptions following)
    {
        string[] first = Titles(firstPath), other = Titles(path);
        string[] lacking = [.. first.Except(other)], added = [.. other.Except(first)];
        if (other.Length == 0 || (lacking.Length == 0 && added.Length == 0))
            return;
        throw NotOneTable(path, lacking.Length > 0 ? $"it lacks {TableLayout.Listed(lacking)}, which {firstPath} has" : $"it has {TableLayout.Listed(added)}, which {firstPath} has not");

        string[] Titles(string of) => [.. FileSurvey.Of(of, following).Columns.Select(column => column.Name)];
    }

    private TableContent Join(TableContent[] parts)
    {
        var (missing, labels, row) = (new MissingList(), parts[0].ClassTexts is null ? null : new ClassTexts(), 0);
        foreach (var part in parts)
        {
            missing.Append(part.Missing, row, line => $"{part.Unit} {line.ToString(CultureInfo.InvariantCulture)} of {Path.GetFileName(part.File)}");
            if (labels is not null && !labels.TryAppend(part.ClassTexts!))
                throw NotOneTable(part.File, $"with it there are more than {IdxArray.LargestLabel + 1} different labels");
            row += part.Numbers.Rows;
        }

        return parts[0] with
        {
            File = folder,
            Numbers = new JoinedNumbers([.. parts.Select(part => part.Numbers)]),
            Missing = missing,
            Unit = "row",
            Ids = parts[0].Ids is null ? null : [.. parts.SelectMany(part => part.Ids!)],
            ClassTexts = labels,
        };
    }

    private static DataFileException NotOneTable(string path, string problem) =>
        new(path, $"{problem}; several tables in one folder are read as one, so all need the same columns, else the path of one of them is needed.");
}
