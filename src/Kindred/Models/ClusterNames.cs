using System.Text.Json;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>Names of clusters: the default ones, checked ones, and those that a report's page offers for download.</summary>
public static class ClusterNames
{
    /// <summary>Characters of a name.</summary>
    public const int LongestName = 200;

    /// <summary>What those are said to be in that belong to no cluster.</summary>
    public const string OfNone = "No cluster";

    private const int LongestFile = 16 << 20;

    /// <summary>Cluster 0, Cluster 1 and so on, as reports call them.</summary>
    public static ValueList<string> Default(int count) => ValueList.Create<string>([.. Enumerable.Range(0, count).Select(DefaultOf)]);

    internal static string DefaultOf(int cluster) => $"Cluster {cluster}";

    /// <summary>Reads names from the JSON (clusters: a list of cluster and name) or CSV (cluster,name) that a report's page offers; clusters not in it are left out.</summary>
    /// <exception cref="DataFileException">The file is missing, or is neither of these.</exception>
    public static IReadOnlyDictionary<int, string> Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = DataFile.Read(path, content => content.ReadUpTo(LongestFile));
        var text = System.Text.Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF');
        return text.TrimStart().StartsWith('{') ? FromJson(text, path) : FromCsv(text, path);
    }

    /// <summary>One name a cluster, each with something to read and nothing that steers a terminal.</summary>
    /// <exception cref="ArgumentException">There are more or fewer, or one is blank, too long, or holds control characters.</exception>
    internal static ValueList<string> Check(IEnumerable<string> names, int count)
    {
        var checkedNames = names.Select(name => name?.Trim() ?? string.Empty).ToArray();
        if (checkedNames.Length != count)
            throw new ArgumentException($"There are {count} clusters, got {checkedNames.Length} names; one a cluster is needed.");
        var broken = Array.FindIndex(checkedNames, name => name.Length is 0 or > LongestName || name.Any(char.IsControl));
        if (broken >= 0)
            throw new ArgumentException($"The name of cluster {broken} must have 1 to {LongestName} characters, none of them a control character.");
        return ValueList.Create<string>(checkedNames);
    }

    private static Dictionary<int, string> FromJson(string text, string path)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var names = new Dictionary<int, string>();
            foreach (var cluster in json.RootElement.GetProperty("clusters").EnumerateArray())
                names[cluster.GetProperty("cluster").GetInt32()] = cluster.GetProperty("name").GetString() ?? string.Empty;
            return names;
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new DataFileException(path, "these are no names of clusters; a list 'clusters' whose items have a 'cluster' (its number) and a 'name' is needed.", broken);
        }
    }

    private static Dictionary<int, string> FromCsv(string text, string path)
    {
        var names = new Dictionary<int, string>();
        using var reader = new StringReader(text);
        var header = CsvText.ReadCells(reader) ?? [];
        var (cluster, name) = (Array.IndexOf(header, "cluster"), Array.IndexOf(header, "name"));
        if (cluster < 0 || name < 0)
            throw new DataFileException(path, "these are no names of clusters; JSON from a report's page, or a table with the columns cluster and name, is needed.");
        for (var row = 2; CsvText.ReadCells(reader) is { } cells; row++)
        {
            if (cells.Length != header.Length || !int.TryParse(cells[cluster], out var number))
                throw new DataFileException(path, $"row {row} is not a cluster's number and name; as many columns as in the first row are needed.");
            names[number] = cells[name];
        }

        return names;
    }
}
