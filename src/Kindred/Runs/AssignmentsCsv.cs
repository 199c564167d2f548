using System.Globalization;
using Kindred.Datasets;
using Kindred.Networks.Storage;

namespace Kindred.Runs;

/// <summary>Where every row went, as a table: row, split, cluster, distance; probability, class and name where they are known.</summary>
internal static class AssignmentsCsv
{
    public static readonly IReadOnlyList<string> NameColumns = ["file", "id"];

    /// <param name="path">A new file.</param>
    /// <param name="groups">All parts.</param>
    /// <param name="nameColumn">What the names are: one of <see cref="NameColumns"/>.</param>
    public static void Write(string path, Parts<Grouping> groups, string nameColumn) => WholeFile.WriteLines(path, file =>
    {
        var parts = groups.Present().ToList();
        var (soft, known) = (parts.Any(part => part.Part.Probabilities is not null), parts.Any(part => part.Part.Classes is not null));
        var named = parts.Any(part => part.Part.Names is not null);
        file.WriteLine($"row,split,cluster,distance{(soft ? ",probability" : string.Empty)}{(known ? ",class" : string.Empty)}{(named ? $",{nameColumn}" : string.Empty)}");
        foreach (var (name, part) in parts)
        {
            for (var i = 0; i < part.Groups.Length; i++)
            {
                file.Write(string.Create(CultureInfo.InvariantCulture, $"{part.Rows[i]},{name},{part.Groups[i]},{part.Distances[i]}"));
                if (soft)
                    file.Write(string.Create(CultureInfo.InvariantCulture, $",{part.Probabilities?[i]}"));
                if (known)
                    file.Write(string.Create(CultureInfo.InvariantCulture, $",{part.Classes?[i]}"));
                if (named)
                    file.Write($",{CsvText.Quote(part.Names?[i])}");
                file.WriteLine();
            }
        }
    });

    /// <exception cref="InvalidDataException">The file is not such a table; the message names the line.</exception>
    public static Parts<Grouping> Read(string path)
    {
        using var file = new StreamReader(OrdinaryFile.Open(path));
        var header = CsvText.ReadCells(file) ?? [];
        if (header is not ["row", "split", "cluster", "distance", ..])
            throw new InvalidDataException($"{path}, line 1: the columns row, split, cluster and distance are needed.");
        var columns = new Columns(Array.IndexOf(header, "probability"), Array.IndexOf(header, "class"), Array.FindIndex(header, NameColumns.Contains), header.Length);
        var parts = new Dictionary<string, Lines> { ["train"] = new(), ["validation"] = new(), ["test"] = new() };
        for (var number = 2; CsvText.ReadCells(file) is { } cells; number++)
        {
            if (cells.Length != columns.Count || !parts.TryGetValue(cells[1], out var part) || !part.TryAdd(cells, columns))
                throw new InvalidDataException($"{path}, line {number}: '{string.Join(',', cells)}' does not fit the columns {string.Join(", ", header)}.");
        }

        return new Parts<Grouping>(parts["train"].ToGrouping(), parts["validation"].ToGrouping(), parts["test"].ToGrouping());
    }

    /// <summary>Where the optional columns are, or −1; and how many columns there are.</summary>
    private sealed record Columns(int Probability, int Class, int Name, int Count);

    /// <summary>The lines of one part as they are read.</summary>
    private sealed class Lines
    {
        private readonly List<int> _rows = [];
        private readonly List<int> _groups = [];
        private readonly List<float> _distances = [];
        private readonly List<float> _probabilities = [];
        private readonly List<int> _classes = [];
        private readonly List<string> _names = [];

        public bool TryAdd(string[] cells, Columns columns)
        {
            if (!Whole(cells[0], out var row) || !Whole(cells[2], out var group) || group < 0 || !Real(cells[3], out var distance))
                return false;
            _rows.Add(row);
            _groups.Add(group);
            _distances.Add(distance);
            if (columns.Name >= 0)
                _names.Add(cells[columns.Name]);
            return Optional(cells, columns.Probability, Real, _probabilities) && Optional(cells, columns.Class, Whole, _classes);
        }

        public Grouping? ToGrouping() => _rows.Count == 0 ? null
            : new Grouping([.. _rows], [.. _groups], [.. _distances], All(_probabilities), All(_classes))
            {
                Names = _names.Count > 0 ? All(_names) : null,
            };

        private T[]? All<T>(List<T> values) => values.Count == _rows.Count ? [.. values] : null;

        private static bool Optional<T>(string[] cells, int column, Parse<T> parse, List<T> values)
        {
            if (column < 0 || cells[column].Length == 0)
                return true;
            if (!parse(cells[column], out var value))
                return false;
            values.Add(value);
            return true;
        }

        private static bool Whole(string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

        private static bool Real(string text, out float value) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

        private delegate bool Parse<T>(string text, out T value);
    }
}
