using System.Globalization;
using Kindred.Numerics;

namespace Kindred.Datasets.Tables;

internal enum ColumnRole : byte
{
    Feature,
    Label,
    Id,
    Ignored,

    /// <summary>Without a title and without values: what separators at the ends of lines leave.</summary>
    Empty,
}

/// <summary>What the columns of a text table mean, worked out from its first record and the rows below.</summary>
internal sealed class CsvLayout
{
    private const int NamesShown = 10;

    private readonly string _file;
    private readonly List<string> _notes = [];

    public CsvLayout(string file, CsvSample sample, CsvDialect dialect, CsvOptions options)
    {
        _file = file;
        var first = Split(sample.Records[dialect.Skipped], dialect);
        var rows = sample.Rows(dialect.Separator, dialect.Skipped + 1).ToList();
        var columns = rows.Count == 0 ? first.Count : rows.CountBy(row => row.Count).MaxBy(entry => entry.Value).Key;
        HasHeader = CsvHeader.IsPresent(first, ColumnSummary.Of(rows, Math.Max(columns, first.Count), dialect.Point), rows.Count > 0, dialect.Point, options);
        if (!HasHeader)
            rows.Insert(0, first);
        var below = ColumnSummary.Of(rows, Math.Max(columns, first.Count), dialect.Point);
        Names = HasHeader ? Titles(first, columns, below) : [];
        Roles = new ColumnRole[HasHeader ? Names.Count : first.Count];
        new CsvRoles(file, this, options).Choose(below, _notes);
        Features = options.Like is { } like ? LikeColumns.Find(file, this, like, options, _notes) : [.. Enumerable.Range(0, Roles.Length).Where(j => Roles[j] == ColumnRole.Feature)];
        if (Features.Length == 0)
            throw new DataFileException(file, $"none of the {Roles.Length} columns is left to learn from; at least one column of numbers is needed.");
        if (rows.Count > 0)
            RequireNumbers(below);
    }

    public bool HasHeader { get; }

    /// <summary>From the header; empty without one, and "" for a column without a title.</summary>
    public IReadOnlyList<string> Names { get; }

    public ColumnRole[] Roles { get; }

    /// <summary>Places of the columns to learn from, in the order in which they are learned from.</summary>
    public int[] Features { get; private set; }

    /// <summary>What was decided, as sentences.</summary>
    public IReadOnlyList<string> Notes => _notes;

    public int? LabelColumn => Array.IndexOf(Roles, ColumnRole.Label) is var place and >= 0 ? place : null;

    public bool HasIds => Array.IndexOf(Roles, ColumnRole.Id) >= 0;

    /// <summary>For messages: "column 3 (pixel2)".</summary>
    public string Describe(int column) => column < Names.Count && Names[column].Length > 0 ? $"column {column + 1} ({CsvCell.Excerpt(System.Text.Encoding.UTF8.GetBytes(Names[column]))})" : $"column {column + 1}";

    /// <summary>What a column is called on the command line: its name where it has one of its own, else its number.</summary>
    public string NameOf(int column) => column < Names.Count && Names[column].Length > 0 && Names.Count(name => name == Names[column]) == 1
        ? Names[column] : (column + 1).ToString(CultureInfo.InvariantCulture);

    public TableColumns Columns(int[] features) => new(
        HasHeader ? ValueList.Create<string>([.. features.Select(j => Names[j])]) : [],
        ValueList.Create<int>([.. features.Select(j => j + 1)]),
        Roles.Length,
        Array.IndexOf(Roles, ColumnRole.Id) is var id and >= 0 ? NameOf(id) : null,
        LabelColumn is { } label ? NameOf(label) : null);

    /// <summary>The place of a column given by its name or its number, the first being 1.</summary>
    public int Find(string column)
    {
        var places = Enumerable.Range(0, Names.Count).Where(place => Names[place] == column).ToArray();
        if (places.Length > 1)
            throw new DataFileException(_file, $"{places.Length} columns are called '{column}'; choose one by its number, from 1 to {Roles.Length}.");
        if (places.Length == 1)
            return places[0];
        if (int.TryParse(column, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= Roles.Length)
            return number - 1;
        throw new DataFileException(_file, $"there is no column '{column}'; {Known()}, and numbers from 1 to {Roles.Length} choose a column too.");
    }

    /// <summary>"its header has a, b".</summary>
    public string Known() => HasHeader ? $"its header has {Listed(Names)}" : "the file has no header";

    public static string Listed(IReadOnlyList<string> names) => $"{string.Join(", ", names.Take(NamesShown))}{(names.Count > NamesShown ? ", …" : "")}";

    private List<byte[]> Split((int Line, byte[] Bytes) record, CsvDialect dialect)
    {
        var fields = new CsvFields(CsvDialect.WithoutMark(record.Bytes), dialect.Separator);
        var split = new List<byte[]>();
        while (fields.More)
        {
            split.Add(fields.Next().ToArray());
            if (fields.Misquoted)
                throw new DataFileException(_file, $"first line, column {split.Count}: a quote does not close right before a separator; \"…\" is needed.");
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

    /// <summary>Names all columns that hold no numbers, with what can be done about them.</summary>
    private void RequireNumbers(ColumnSummary[] below)
    {
        var texts = Features.Where(j => below[j].IsText).ToArray();
        var empty = Features.Where(j => below[j].IsEmpty && below[j].Missing.Empty == below[j].Missing.All && below[j].Missing.All > 1).ToArray();
        if (texts.Length == Roles.Length && texts.Length == 1 && !HasHeader)
            return;  // the first row is named when it is reached
        if (texts.Length > 0)
        {
            throw new DataFileException(_file, $"{Several(texts)} text, such as {string.Join(" and ", texts.Take(3).Select(j => $"'{below[j].Example}'"))}, which cannot be learned from; "
                + $"--id-column {NameOf(texts[0])} takes a column as names of the rows, --label-column {NameOf(texts[^1])} as true classes, --ignore-column {NameOf(texts[^1])} leaves one out.");
        }

        if (empty.Length > 0 && empty.Length < Features.Length)
            throw new DataFileException(_file, $"{Several(empty)} no values; --ignore-column {NameOf(empty[0])} leaves a column out.");
    }

    private string Several(int[] columns)
    {
        var names = columns.Take(NamesShown).Select(Describe).ToArray();
        var listed = names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {(columns.Length > NamesShown ? $"{columns.Length - names.Length + 1} more" : names[^1])}";
        return $"{listed} {(columns.Length == 1 ? "holds" : "hold")}";
    }
}
