using System.Globalization;

namespace Kindred.Datasets;

internal enum ColumnRole : byte
{
    Feature,
    Label,
    Id,
    Ignored,
}

/// <summary>What the columns of a table mean, worked out from its first line.</summary>
internal sealed class CsvLayout
{
    private const int ColumnsOfPictureForm = 785;

    private static readonly string[] LabelNames = ["label", "class", "target"];

    private readonly string _file;

    public CsvLayout(string file, ReadOnlySpan<byte> firstLine, CsvOptions options)
    {
        _file = file;
        Separator = FindSeparator(firstLine);
        var names = Split(firstLine);
        HasHeader = options.Header ?? LooksLikeHeader(names, options);
        Names = HasHeader ? names : [];
        Roles = new ColumnRole[names.Count];
        foreach (var ignored in options.IgnoredColumns)
            Roles[Find(ignored)] = ColumnRole.Ignored;
        if (options.IdColumn is not null)
            Roles[Find(options.IdColumn)] = ColumnRole.Id;
        HasIds = options.IdColumn is not null;
        LabelColumn = FindLabel(options);
        if (LabelColumn is { } clash && Roles[clash] == ColumnRole.Id)
            throw new DataFileException(file, $"{Describe(clash)} is chosen both as label and as id; two columns are needed.");
        if (LabelColumn is { } label)
            Roles[label] = ColumnRole.Label;
        FeatureCount = Roles.Count(role => role == ColumnRole.Feature);
        if (FeatureCount == 0)
            throw new DataFileException(file, $"none of the {Roles.Length} columns is left to learn from; at least one column of numbers is needed.");
    }

    public byte Separator { get; }

    public bool HasHeader { get; }

    /// <summary>From the header; empty without one.</summary>
    public IReadOnlyList<string> Names { get; }

    public ColumnRole[] Roles { get; }

    public int? LabelColumn { get; }

    public bool HasIds { get; }

    public int FeatureCount { get; }

    /// <summary>For messages: "column 3 (pixel2)".</summary>
    public string Describe(int column) => column < Names.Count && Names[column].Length > 0 ? $"column {column + 1} ({Names[column]})" : $"column {column + 1}";

    private static byte FindSeparator(ReadOnlySpan<byte> line)
    {
        var best = (Separator: (byte)',', Count: 0);
        foreach (var candidate in ",;\t"u8)
        {
            var count = line.Count(candidate);
            if (count > best.Count)
                best = (candidate, count);
        }

        return best.Separator;
    }

    private static bool LooksLikeHeader(List<string> fields, CsvOptions options)
    {
        var texts = fields.Count(field => !double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _));
        return texts * 2 > fields.Count || fields.Exists(field => IsLabelName(field) || IsChosen(field, options));
    }

    private static bool IsLabelName(string field) => LabelNames.Contains(field, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the caller means a column by this name; a number means a place.</summary>
    private static bool IsChosen(string field, CsvOptions options) =>
        !int.TryParse(field, CultureInfo.InvariantCulture, out _) && (field == options.LabelColumn || field == options.IdColumn || options.IgnoredColumns.Contains(field));

    private List<string> Split(ReadOnlySpan<byte> line)
    {
        var fields = new CsvFields(line, Separator);
        var names = new List<string>();
        while (fields.More)
        {
            names.Add(System.Text.Encoding.UTF8.GetString(fields.Next()));
            if (fields.Misquoted)
                throw new DataFileException(_file, $"first line, column {names.Count}: a quote does not close right before a separator; \"…\" is needed.");
        }

        return names;
    }

    private int? FindLabel(CsvOptions options)
    {
        if (options.LabelColumn == CsvOptions.NoLabels)
            return null;
        if (options.LabelColumn is not null)
            return Find(options.LabelColumn);
        for (var column = 0; column < Names.Count; column++)
        {
            if (IsLabelName(Names[column]) && Roles[column] == ColumnRole.Feature)
                return column;
        }

        return Roles.Length == ColumnsOfPictureForm && Roles[0] == ColumnRole.Feature ? 0 : null;
    }

    /// <summary>The place of a column given by its name or its number, the first being 1.</summary>
    private int Find(string column)
    {
        var places = Enumerable.Range(0, Names.Count).Where(place => Names[place] == column).ToArray();
        if (places.Length > 1)
            throw new DataFileException(_file, $"{places.Length} columns are called '{column}'; choose one by its number, from 1 to {Roles.Length}.");
        if (places.Length == 1)
            return places[0];
        if (int.TryParse(column, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= Roles.Length)
            return number - 1;
        var known = Names.Count == 0 ? "the file has no header" : $"its header has {string.Join(", ", Names.Take(10))}{(Names.Count > 10 ? ", …" : "")}";
        throw new DataFileException(_file, $"there is no column '{column}'; {known}, and numbers from 1 to {Roles.Length} choose a column too.");
    }
}
