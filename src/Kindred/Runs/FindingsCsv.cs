using System.Globalization;
using Kindred.Datasets;
using Kindred.Networks.Storage;

namespace Kindred.Runs;

/// <summary>What stands out, as two tables beside the assignments: <c>outliers.csv</c> and <c>near-duplicates.csv</c>.</summary>
internal static class FindingsCsv
{
    private const string OutliersFile = "outliers.csv";
    private const string DuplicatesFile = "near-duplicates.csv";

    public static void Write(string folder, Findings findings, Parts<Grouping> groups, string nameColumn)
    {
        var named = groups.Present().Any(part => part.Part.Names is not null);
        string Name(Grouping part, int place) => named ? $",{CsvText.Quote(part.Names?[place])}" : string.Empty;
        WholeFile.WriteLines(Path.Combine(folder, OutliersFile), file =>
        {
            file.WriteLine($"row,split,cluster,distance{(named ? $",{nameColumn}" : string.Empty)}");
            foreach (var (name, place) in findings.Outliers)
            {
                var part = Part(groups, name);
                file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part.Rows[place]},{name},{part.Groups[place]},{part.Distances[place]}{Name(part, place)}"));
            }
        });
        WholeFile.WriteLines(Path.Combine(folder, DuplicatesFile), file =>
        {
            var (first, second) = named ? ($",{nameColumn}", $",other_{nameColumn}") : (string.Empty, string.Empty);
            file.WriteLine($"difference,row,split{first},other_row,other_split{second}");
            foreach (var pair in findings.NearDuplicates)
            {
                var (one, other) = (Part(groups, pair.First.Part), Part(groups, pair.Second.Part));
                file.Write(string.Create(CultureInfo.InvariantCulture, $"{pair.Difference},{one.Rows[pair.First.Place]},{pair.First.Part}{Name(one, pair.First.Place)}"));
                file.WriteLine(string.Create(CultureInfo.InvariantCulture, $",{other.Rows[pair.Second.Place]},{pair.Second.Part}{Name(other, pair.Second.Place)}"));
            }
        });
    }

    /// <summary>Null where the folder has no such tables.</summary>
    /// <exception cref="InvalidDataException">A table is damaged, or names a row that was not grouped.</exception>
    public static Findings? Read(string folder, Parts<Grouping> groups)
    {
        var (outliers, duplicates) = (Path.Combine(folder, OutliersFile), Path.Combine(folder, DuplicatesFile));
        if (!File.Exists(outliers) || !File.Exists(duplicates))
            return null;
        var places = groups.Present().SelectMany(part => part.Part.Rows.Select((row, place) => (Key: (part.Name, row), Value: place))).ToDictionary(entry => entry.Key, entry => entry.Value);
        return new Findings(
            [.. Lines(outliers, "row").Select(line => Place(places, line, "row", "split"))],
            [.. Lines(duplicates, "difference").Select(line => new RowPair(
                Place(places, line, "row", "split"), Place(places, line, "other_row", "other_split"), Number(line)))]);
    }

    private static Grouping Part(Parts<Grouping> groups, string name) => groups.Present().First(part => part.Name == name).Part;

    private static IEnumerable<Line> Lines(string path, string firstColumn)
    {
        using var file = new StreamReader(OrdinaryFile.Open(path));
        var header = CsvText.ReadCells(file);
        if (header is null || header[0] != firstColumn)
            throw new InvalidDataException($"{path}, line 1: the first column must be {firstColumn}.");
        for (var number = 2; CsvText.ReadCells(file) is { } cells; number++)
        {
            if (cells.Length != header.Length)
                throw new InvalidDataException($"{path}, line {number}: there are {cells.Length} columns, the first line has {header.Length}.");
            yield return new Line(path, number, header, cells);
        }
    }

    private static RowPlace Place(Dictionary<(string Part, int Row), int> places, Line line, string rowColumn, string partColumn)
    {
        var (row, part) = (line[rowColumn], line[partColumn]);
        return int.TryParse(row, CultureInfo.InvariantCulture, out var number) && places.TryGetValue((part, number), out var place)
            ? new RowPlace(part, place)
            : throw new InvalidDataException($"{line.Path}, line {line.Number}: there is no row '{row}' in the part '{part}' of the assignments.");
    }

    private static float Number(Line line) => float.TryParse(line["difference"], CultureInfo.InvariantCulture, out var number) ? number
        : throw new InvalidDataException($"{line.Path}, line {line.Number}: '{line["difference"]}' is not a number.");

    private sealed record Line(string Path, int Number, string[] Header, string[] Cells)
    {
        public string this[string column] => Array.IndexOf(Header, column) is var place and >= 0 ? Cells[place]
            : throw new InvalidDataException($"{Path}, line 1: there is no column {column}.");
    }
}
