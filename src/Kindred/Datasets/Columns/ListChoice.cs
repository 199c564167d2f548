namespace Kindred.Datasets.Columns;

/// <summary>Which of the columns of lists is learned from: as asked, as in an earlier table, else the only one there is.</summary>
internal sealed class ListChoice(string file, IReadOnlyList<ColumnHead> columns)
{
    private const int MostShown = 20;

    /// <summary>Its place; null where the columns of numbers are learned from.</summary>
    /// <exception cref="DataFileException">What was asked for is not there, or nothing tells which is meant.</exception>
    public int? Choose(DatasetOptions options)
    {
        int[] lists = [.. Enumerable.Range(0, columns.Count).Where(j => columns[j].Kind == ColumnKind.Lists && !IsIgnored(j, options.Csv))];
        if (options.Numpy.Array is { } asked)
            return Named(asked);
        if (options.Csv.Like is { Names.Count: > 0 } like)
            return lists.Cast<int?>().FirstOrDefault(j => like.Names.Distinct().SequenceEqual([columns[j!.Value].Name]));
        return lists switch
        {
            [] => null,
            [var only] => only,
            _ => throw new DataFileException(file, $"{lists.Length} columns hold lists of numbers; --array chooses one of {Listed(lists)}."),
        };
    }

    private bool IsIgnored(int column, CsvOptions options) => options.IgnoredColumns.Contains(columns[column].Name)
        || options.IgnoredColumns.Contains((column + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));

    private int Named(string name)
    {
        var place = Find(StringComparison.Ordinal) ?? Find(StringComparison.OrdinalIgnoreCase);
        int[] lists = [.. Enumerable.Range(0, columns.Count).Where(j => columns[j].Kind == ColumnKind.Lists)];
        return place is { } found && columns[found].Kind == ColumnKind.Lists ? found
            : throw new DataFileException(file, $"{(place is { } other ? $"the column '{name}' holds {columns[other].Words}, no lists of numbers" : $"there is no column '{name}'")}; "
                + (lists.Length > 0 ? $"--array takes one of {Listed(lists)}." : "no column holds lists, so --array is not needed."));

        int? Find(StringComparison comparison) => Enumerable.Range(0, columns.Count).Where(j => string.Equals(columns[j].Name, name, comparison)).Cast<int?>().FirstOrDefault();
    }

    private string Listed(int[] lists) => string.Join(", ", lists.Take(MostShown).Select(j => $"{columns[j].Name} ({columns[j].Words})")) + (lists.Length > MostShown ? ", …" : string.Empty);
}
