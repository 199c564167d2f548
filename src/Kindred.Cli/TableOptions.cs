using System.CommandLine;
using Kindred.Datasets;

namespace Kindred.Cli;

/// <summary>How tables and arrays become rows: options of every command that opens data, and what they led to, in words.</summary>
internal static class TableOptions
{
    private const int RowsShown = 5;

    private static readonly Option<string?> LabelColumn = new("--label-column") { Description = "Column of a table that holds true classes, by name or number from 1, for scoring only; 'none' for none.", HelpName = "COLUMN" };
    private static readonly Option<string?> IdColumn = new("--id-column") { Description = "Column of a table that names the rows, by name or number from 1; not learned from.", HelpName = "COLUMN" };
    private static readonly Option<string[]> IgnoreColumn = new("--ignore-column") { Description = "Column of a table to leave out; may be given several times.", HelpName = "COLUMN" };
    private static readonly Option<string?> Header = new("--header") { Description = "Whether the first line of a table names its columns; seen from the lines below, unless said.", HelpName = "yes|no" };
    private static readonly Option<string?> Delimiter = new("--delimiter") { Description = "What separates the fields of a table: a sign, or comma, semicolon, tab, space or bar; seen from its lines, unless said.", HelpName = "SIGN" };
    private static readonly Option<string?> Decimal = new("--decimal") { Description = "What stands before the decimals in a table: point or comma; seen from its numbers, unless said.", HelpName = "SIGN" };
    private static readonly Option<string?> Missing = new("--missing") { Description = "What becomes of rows in which a value is missing: error (unless said), drop, or mean, which fills in the mean of the column.", HelpName = "WHAT" };
    private static readonly Option<string?> Array = new("--array") { Description = "The array of an .npz or HDF5 file, or the column of lists of a Parquet or Arrow file, to group.", HelpName = "NAME" };
    private static readonly Option<string?> LabelArray = new("--label-array") { Description = "The array of an .npz or HDF5 file that holds true classes, for scoring only.", HelpName = "NAME" };

    private static readonly Dictionary<string, char> Signs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["comma"] = ',',
        ["semicolon"] = ';',
        ["tab"] = '\t',
        ["\\t"] = '\t',
        ["space"] = ' ',
        ["bar"] = '|',
        ["pipe"] = '|',
        ["colon"] = ':',
    };

    public static IEnumerable<Option> All => [LabelColumn, IdColumn, IgnoreColumn, Header, Delimiter, Decimal, Missing, Array, LabelArray];

    /// <summary>As asked on the command line.</summary>
    /// <exception cref="ArgumentException">A value is none that the option takes.</exception>
    public static DatasetOptions Add(DatasetOptions options, ParseResult parsed)
    {
        var missing = Choice<MissingValues>(parsed, Missing, new() { ["error"] = MissingValues.Error, ["drop"] = MissingValues.Drop, ["mean"] = MissingValues.Mean });
        return options with
        {
            Csv = new CsvOptions
            {
                LabelColumn = parsed.GetValue(LabelColumn),
                IdColumn = parsed.GetValue(IdColumn),
                IgnoredColumns = [.. parsed.GetValue(IgnoreColumn) ?? []],
                Header = parsed.GetValue(Header) is null ? null : Choice<bool>(parsed, Header, new() { ["yes"] = true, ["no"] = false }),
                Delimiter = parsed.GetValue(Delimiter) is { } sign ? SignOf(sign) : null,
                DecimalMark = parsed.GetValue(Decimal) is null ? null : Choice<char>(parsed, Decimal, new() { ["point"] = '.', ["comma"] = ',', ["."] = '.', [","] = ',' }),
                Missing = missing,
            },
            Numpy = new NumpyOptions { Array = parsed.GetValue(Array), LabelArray = parsed.GetValue(LabelArray), Missing = missing },
        };
    }

    /// <summary>Says how a table was read, and what was left out.</summary>
    public static void Describe(TableSource table, TextWriter output)
    {
        foreach (var note in table.Notes)
            output.WriteLine(note);
        foreach (var row in table.LeftOut.Take(RowsShown))
            output.WriteLine($"  {table.Unit} {row.Line}: {row.Reason}");
        if (table.LeftOut.Count > RowsShown)
            output.WriteLine($"  and {table.LeftOut.Count - RowsShown} more, all named in run.json.");
    }

    private static char SignOf(string text) => Signs.TryGetValue(text, out var sign) ? sign
        : text.Length == 1 && text[0] is < '\x80' and not '"' ? text[0]
        : throw new ArgumentException($"--delimiter takes one sign, or {string.Join(", ", Signs.Keys.Where(name => char.IsAsciiLetter(name[0])))}, not '{text}'.");

    private static T Choice<T>(ParseResult parsed, Option<string?> option, Dictionary<string, T> choices)
    {
        var given = parsed.GetValue(option);
        return given is null ? choices.Values.First()
            : choices.TryGetValue(given.ToLowerInvariant(), out var chosen) ? chosen
            : throw new ArgumentException($"{option.Name} takes {string.Join(", ", choices.Keys.Where(key => key.Length > 1))}, not '{given}'.");
    }
}
