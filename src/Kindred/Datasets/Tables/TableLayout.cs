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

/// <summary>What the columns of a table mean, worked out from their names and what is in them.</summary>
internal sealed class TableLayout
{
    private const int NamesShown = 10;

    private static readonly string[] NamesOfRows = ["id", "name", "key", "file", "filename", "path", "url", "title", "item"];

    private readonly string _file;
    private readonly List<string> _notes = [];

    /// <param name="file">For messages.</param>
    /// <param name="names">One a column, or none at all where the table has no names.</param>
    /// <param name="columns">What each holds.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="list">The place of the column of lists to learn from, where one was chosen; else the columns of numbers are learned from.</param>
    /// <param name="isKnown">Whether it is known what the columns hold: a text table may have a header and no rows.</param>
    public TableLayout(string file, IReadOnlyList<string> names, ColumnSummary[] columns, CsvOptions options, int? list = null, bool isKnown = true)
    {
        (_file, Names) = (file, names);
        Roles = new ColumnRole[columns.Length];
        new TableRoles(file, this, options).Choose(columns, _notes);
        if (list is { } chosen)
            LeaveOut(chosen, columns);
        Features = options.Like is { } like ? LikeColumns.Find(file, this, like, options, _notes, list)
            : [.. Enumerable.Range(0, Roles.Length).Where(j => Roles[j] == ColumnRole.Feature)];
        if (Features.Length == 0)
            throw new DataFileException(file, $"none of the {Amount.Of(Roles.Length, "column")} is left to learn from; at least one column of numbers is needed.");
        if (isKnown)
            RequireNumbers(columns);
    }

    public bool HasHeader => Names.Count > 0;

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
            throw new DataFileException(_file, $"{Amount.Of(places.Length, "column")} are called '{column}'; choose one by its number, from 1 to {Roles.Length}.");
        if (places.Length == 1)
            return places[0];
        if (int.TryParse(column, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= Roles.Length)
            return number - 1;
        throw new DataFileException(_file, $"there is no column '{column}'; {Known()}, and numbers from 1 to {Roles.Length} choose a column too.");
    }

    /// <summary>"its header has a, b".</summary>
    public string Known() => HasHeader ? $"its header has {Listed(Names)}" : "the file has no header";

    public static string Listed(IReadOnlyList<string> names) => $"{string.Join(", ", names.Take(NamesShown))}{(names.Count > NamesShown ? ", …" : "")}";

    /// <summary>All columns beside that of lists: they are not learned from. One of texts that is called so names the rows.</summary>
    private void LeaveOut(int chosen, ColumnSummary[] columns)
    {
        var names = Array.FindIndex(columns, column => column.IsText && Array.IndexOf(columns, column) is var j && Roles[j] == ColumnRole.Feature && NamesOfRows.Contains(Names[j], StringComparer.OrdinalIgnoreCase));
        if (names >= 0 && !HasIds)
            Roles[names] = ColumnRole.Id;
        var others = Enumerable.Range(0, Roles.Length).Where(j => j != chosen && Roles[j] == ColumnRole.Feature).ToArray();
        foreach (var j in others)
            Roles[j] = ColumnRole.Ignored;
        if (others.Length > 0)
            _notes.Add($"Learned from: the lists of {Describe(chosen)}. Left out: {Listed([.. others.Select(Describe)])}; --ignore-column {NameOf(chosen)} leaves the lists out instead.");
    }

    /// <summary>Names all columns that hold no numbers, with what can be done about them.</summary>
    private void RequireNumbers(ColumnSummary[] below)
    {
        var others = Features.Where(j => below[j].Other is not null).ToArray();
        if (others.Length > 0)
            throw new DataFileException(_file, $"{Several(others)} {below[others[0]].Other}, which cannot be learned from; --ignore-column {NameOf(others[0])} leaves a column out, and times can be saved as numbers.");
        var texts = Features.Where(j => below[j].IsText).ToArray();
        var empty = Features.Where(j => below[j].IsEmpty && below[j].Missing.Empty == below[j].Missing.All && below[j].Missing.All > 1).ToArray();
        if (texts.Length == Roles.Length && texts.Length == 1 && !HasHeader)
            return;  // the first row is named when it is reached
        if (texts.Length > 0)
        {
            throw new DataFileException(_file, $"{Several(texts)} text{Such(texts, below)}, which cannot be learned from; "
                + (Roles.Length == 1 ? "--delimiter says what separates the fields, if it holds several; " : string.Empty)
                + $"--id-column {NameOf(texts[0])} takes a column as names of the rows, --label-column {NameOf(texts[^1])} as true classes, --ignore-column {NameOf(texts[^1])} leaves one out.");
        }

        if (empty.Length > 0 && empty.Length < Features.Length)
            throw new DataFileException(_file, $"{Several(empty)} no values; --ignore-column {NameOf(empty[0])} leaves a column out.");
    }

    private static string Such(int[] texts, ColumnSummary[] below)
    {
        string[] examples = [.. texts.Where(j => below[j].Example is not null).Take(3).Select(j => $"'{below[j].Example}'")];
        return examples.Length > 0 ? $", such as {string.Join(" and ", examples)}" : string.Empty;
    }

    private string Several(int[] columns)
    {
        var names = columns.Take(NamesShown).Select(Describe).ToArray();
        var listed = names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {(columns.Length > NamesShown ? $"{columns.Length - names.Length + 1} more" : names[^1])}";
        return $"{listed} {(columns.Length == 1 ? "holds" : "hold")}";
    }
}
