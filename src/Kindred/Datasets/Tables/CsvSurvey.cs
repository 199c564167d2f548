using Kindred.Numerics;

namespace Kindred.Datasets.Tables;

/// <summary>What the first rows of a text table hold, column by column.</summary>
internal static class CsvSurvey
{
    public static ValueList<PartNote> Of(DataContent content, CsvOptions options)
    {
        var sample = CsvSample.Take(new CsvRecords(content));
        if (sample.Records.Count == 0)
            return [];
        var dialect = CsvDialect.Of(content.Name, sample, options);
        var (names, columns) = CsvLayout.Columns(content.Name, sample, dialect, options);
        return ValueList.Create<PartNote>([.. columns.Select((column, j) => new PartNote(j < names.Count && names[j].Length > 0 ? names[j] : $"column {j + 1}", Words(column)))]);
    }

    private static string Words(ColumnSummary column)
    {
        var missing = column.Missing.All > 0 ? $", {column.Missing.All} missing in the first rows" : string.Empty;
        return column.IsEmpty ? "nothing"
            : column.IsText ? $"texts, such as '{column.Example}'{missing}"
            : column.Fractions > 0 ? $"numbers with decimals{missing}" : $"whole numbers{missing}";
    }
}
