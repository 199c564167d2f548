namespace Kindred.Datasets.Tables;

/// <summary>Works out what the columns of a text table mean, from its first record and the rows below.</summary>
internal static class CsvLayout
{
    public static TableLayout Of(string file, CsvSample sample, CsvDialect dialect, CsvOptions options)
    {
        var (names, columns) = Columns(file, sample, dialect, options);
        return new TableLayout(file, names, columns, options, isKnown: sample.Rows(dialect.Separator, dialect.Skipped + (names.Count > 0 ? 1 : 0)).Any());
    }

    /// <summary>The titles of the columns, none where there is no header, and what each holds in the first rows.</summary>
    public static (IReadOnlyList<string> Names, ColumnSummary[] Columns) Columns(string file, CsvSample sample, CsvDialect dialect, CsvOptions options)
    {
        var first = Split(file, sample.Records[dialect.Skipped], dialect);
        var rows = sample.Rows(dialect.Separator, dialect.Skipped + 1).ToList();
        var columns = rows.Count == 0 ? first.Count : rows.CountBy(row => row.Count).MaxBy(entry => entry.Value).Key;
        var hasHeader = CsvHeader.IsPresent(first, ColumnSummary.Of(rows, Math.Max(columns, first.Count), dialect.Point), rows.Count > 0, dialect.Point, options);
        if (!hasHeader)
            rows.Insert(0, first);
        var below = ColumnSummary.Of(rows, Math.Max(columns, first.Count), dialect.Point);
        var names = hasHeader ? Titles(first, columns, below) : [];
        return (names, below[..(hasHeader ? names.Count : first.Count)]);
    }

    private static List<byte[]> Split(string file, (int Line, byte[] Bytes) record, CsvDialect dialect)
    {
        var fields = new CsvFields(CsvDialect.WithoutMark(record.Bytes), dialect.Separator);
        var split = new List<byte[]>();
        while (fields.More)
        {
            split.Add(fields.Next().ToArray());
            if (fields.Misquoted)
                throw new DataFileException(file, $"first line, column {split.Count}: a quote does not close right before a separator; \"…\" is needed.");
        }

        return split;
    }

    /// <summary>The header's titles, one a column of the rows: without one for the separator at its end, with one for row names that have none.</summary>
    private static List<string> Titles(List<byte[]> first, int columns, ColumnSummary[] below)
    {
        var titles = first.ConvertAll(field => CsvCell.Text(field));
        if (titles.Count == columns + 1 && titles[^1].Length == 0)
            titles.RemoveAt(columns);
        else if (titles.Count == columns - 1 && !below[columns - 1].IsEmpty)
            titles.Insert(0, string.Empty);
        return titles;
    }
}
