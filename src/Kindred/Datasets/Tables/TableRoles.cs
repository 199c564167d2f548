namespace Kindred.Datasets.Tables;

/// <summary>Gives every column of a table its role: as asked for, else by its title and what is in it.</summary>
internal sealed class TableRoles(string file, TableLayout layout, CsvOptions options)
{
    private const int ColumnsOfPictureForm = 785;
    private const string IndexOfFrame = "__index_level_";  // what pandas calls the index of a data frame in Parquet and Arrow files

    public void Choose(ColumnSummary[] below, List<string> notes)
    {
        foreach (var ignored in options.IgnoredColumns)
            layout.Roles[layout.Find(ignored)] = ColumnRole.Ignored;
        if (options.IdColumn is { } id)
            layout.Roles[layout.Find(id)] = ColumnRole.Id;
        if (FindLabel() is { } label)
        {
            if (layout.Roles[label] == ColumnRole.Id)
                throw new DataFileException(file, $"{layout.Describe(label)} is chosen both as label and as id; two columns are needed.");
            layout.Roles[label] = ColumnRole.Label;
        }

        for (var j = 0; j < layout.Roles.Length; j++)
        {
            if (layout.Roles[j] == ColumnRole.Feature && IsUntitled(j) && below[j].IsEmpty && below[j].Missing.Empty == below[j].Missing.All && layout.Roles.Length > 1 && below[j].Missing.All > 1)
                layout.Roles[j] = ColumnRole.Empty;
        }

        if (options.IdColumn is null && layout.Roles.Length > 1 && layout.Roles[0] == ColumnRole.Feature && IsUntitled(0) && below[0].IsText && below[0].Numbers == 0)
        {
            layout.Roles[0] = ColumnRole.Id;
            notes.Add("The first column holds texts and has no title; it is taken as names of the rows.");
        }

        for (var j = 0; j < layout.Roles.Length; j++)
        {
            if (layout.Roles[j] != ColumnRole.Feature || IsUntitled(j) || !layout.Names[j].StartsWith(IndexOfFrame, StringComparison.Ordinal))
                continue;
            layout.Roles[j] = layout.HasIds ? ColumnRole.Ignored : ColumnRole.Id;
            notes.Add($"{char.ToUpperInvariant(layout.Describe(j)[0])}{layout.Describe(j)[1..]} is the index of a data frame; it is not learned from.");
        }
    }

    private bool IsUntitled(int column) => column >= layout.Names.Count || layout.Names[column].Length == 0;

    private int? FindLabel()
    {
        if (options.LabelColumn == CsvOptions.NoLabels)
            return null;
        if (options.LabelColumn is not null)
            return layout.Find(options.LabelColumn);
        if (options.Like is { } like)
            return like.LabelColumn is { } known && layout.Names.Contains(known) && layout.Roles[layout.Find(known)] == ColumnRole.Feature ? layout.Find(known) : null;
        for (var column = 0; column < layout.Names.Count; column++)
        {
            if (CsvHeader.IsLabelName(layout.Names[column]) && layout.Roles[column] == ColumnRole.Feature)
                return column;
        }

        return layout.Roles.Length == ColumnsOfPictureForm && layout.Roles[0] == ColumnRole.Feature ? 0 : null;
    }
}
