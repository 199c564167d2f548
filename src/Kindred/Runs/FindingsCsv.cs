using System.Globalization;
using Kindred.Datasets;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Runs;

/// <summary>What stands out, as two tables beside the assignments: <c>outliers.csv</c> and <c>near-duplicates.csv</c>.</summary>
internal static class FindingsCsv
{
    private const string OutliersFile = "outliers.csv";
    private const string DuplicatesFile = "near-duplicates.csv";

    public static void Write(string folder, Findings findings, Parts<ClusteredRows> clusters)
    {
        var items = clusters.Present().ToDictionary(part => part.Name, part => part.Part.ItemNames());
        string Item(RowPlace place) => $"{CsvText.Quote(items[place.Part][place.Place])},{place.Part}";
        WholeFile.WriteLines(Path.Combine(folder, OutliersFile), file =>
        {
            file.WriteLine("item,part,cluster,distance");
            foreach (var place in findings.Outliers)
            {
                var part = Part(clusters, place.Part);
                file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Item(place)},{part.Clusters[place.Place]},{part.Distances[place.Place]}"));
            }
        });
        WholeFile.WriteLines(Path.Combine(folder, DuplicatesFile), file =>
        {
            file.WriteLine("difference,item,part,other_item,other_part");
            foreach (var pair in findings.NearDuplicates)
                file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pair.Difference},{Item(pair.First)},{Item(pair.Second)}"));
        });
    }

    /// <summary>Null where the folder has no such tables.</summary>
    /// <exception cref="InvalidDataException">A table is damaged, or names a row that was not grouped.</exception>
    public static Findings? Read(string folder, Parts<ClusteredRows> clusters)
    {
        var (outliers, duplicates) = (Path.Combine(folder, OutliersFile), Path.Combine(folder, DuplicatesFile));
        if (!File.Exists(outliers) || !File.Exists(duplicates))
            return null;
        var places = new Dictionary<(string Part, string Item), int>();
        foreach (var (name, part) in clusters.Present())
        {
            foreach (var (place, item) in part.ItemNames().Index())
                places.TryAdd((name, item), place);  // of several of one name the first
        }

        return new Findings(
            [.. Lines(outliers, "item").Select(line => Place(places, line, "item", "part"))],
            [.. Lines(duplicates, "difference").Select(line => new RowPair(
                Place(places, line, "item", "part"), Place(places, line, "other_item", "other_part"), Number(line)))]);
    }

    private static ClusteredRows Part(Parts<ClusteredRows> clusters, string name) => clusters.Present().First(part => part.Name == name).Part;

    private static IEnumerable<Line> Lines(string path, string firstColumn)
    {
        using var file = new StreamReader(OrdinaryFile.Open(path));
        var header = CsvText.ReadCells(file);
        if (header is null || header[0] != firstColumn)
            throw new InvalidDataException($"{path}, line 1: the first column must be {firstColumn}.");
        for (var number = 2; CsvText.ReadCells(file) is { } cells; number++)
        {
            if (cells.Length != header.Length)
                throw new InvalidDataException($"{path}, line {number}: it has {Amount.Of(cells.Length, "column")}, the first line has {header.Length}.");
            yield return new Line(path, number, header, cells);
        }
    }

    private static RowPlace Place(Dictionary<(string Part, string Item), int> places, Line line, string itemColumn, string partColumn)
    {
        var (item, part) = (line[itemColumn], line[partColumn]);
        return places.TryGetValue((part, item), out var place)
            ? new RowPlace(part, place)
            : throw new InvalidDataException($"{line.Path}, line {line.Number}: there is no item '{item}' in the part '{part}' of the assignments.");
    }

    private static float Number(Line line) => float.TryParse(line["difference"], CultureInfo.InvariantCulture, out var number) ? number
        : throw new InvalidDataException($"{line.Path}, line {line.Number}: '{line["difference"]}' is not a number.");

    private sealed record Line(string Path, int Number, string[] Header, string[] Cells)
    {
        public string this[string column] => Array.IndexOf(Header, column) is var place and >= 0 ? Cells[place]
            : throw new InvalidDataException($"{Path}, line 1: there is no column {column}.");
    }
}
