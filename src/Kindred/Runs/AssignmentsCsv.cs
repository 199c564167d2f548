using System.Globalization;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Models;
using Kindred.Networks.Storage;

namespace Kindred.Runs;

/// <summary>Where every item went, as a table: item, part, cluster, name, probability, distance, unusual, class; the same for runs and for assignments to a model.</summary>
/// <remarks>An item goes by its file or its id, else by its row, counted from 0. A cell is empty where nothing is known; cluster −1 is none.</remarks>
public static class AssignmentsCsv
{
    public const string FileName = "assignments.csv";

    internal static readonly string[] Header = ["item", "part", "cluster", "name", "probability", "distance", "unusual", "class"];

    /// <summary>Appears under its name only when whole.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="clusters">All parts.</param>
    /// <param name="model">Names the clusters and says what is unusual; null where no model was kept.</param>
    /// <param name="classNames">One per class; empty where classes have no names.</param>
    public static void Write(string path, Parts<ClusteredRows> clusters, KindredModel? model, IReadOnlyList<string> classNames) =>
        Write(path, clusters, cluster => NameOf(cluster, model), model?.UnusualDistance, classNames);

    /// <summary>The same where clusters have names of their own.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="clusters">All parts.</param>
    /// <param name="nameOf">Of a cluster, and of none.</param>
    /// <param name="unusualDistance">What is farther from its cluster is unusual; null where that is not known.</param>
    /// <param name="classNames">One per class; empty where classes have no names.</param>
    public static void Write(string path, Parts<ClusteredRows> clusters, Func<int, string> nameOf, float? unusualDistance, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(clusters);
        ArgumentNullException.ThrowIfNull(nameOf);
        ArgumentNullException.ThrowIfNull(classNames);
        WholeFile.WriteLines(path, file =>
        {
            file.WriteLine(string.Join(',', Header));
            foreach (var (name, part) in clusters.Present())
            {
                var items = part.ItemNames();
                for (var i = 0; i < part.Clusters.Length; i++)
                {
                    var unusual = unusualDistance is not { } farthest ? string.Empty : part.Distances[i] <= farthest ? "no" : "yes";  // what is no number is unusual too
                    file.Write(string.Create(CultureInfo.InvariantCulture, $"{CsvText.Quote(items[i])},{name},{part.Clusters[i]},{CsvText.Quote(nameOf(part.Clusters[i]))},"));
                    file.Write(string.Create(CultureInfo.InvariantCulture, $"{part.Probabilities?[i]},{part.Distances[i]},{unusual},"));
                    file.WriteLine(CsvText.Quote(part.Classes is { } classes ? ClassOf(classes[i], classNames) : string.Empty));
                }
            }
        });
    }

    /// <exception cref="InvalidDataException">The file is not such a table; the message names the line.</exception>
    internal static Parts<ClusteredRows> Read(string path, IReadOnlyList<string> classNames)
    {
        using var file = new StreamReader(OrdinaryFile.Open(path));
        if (CsvText.ReadCells(file) is not { } header || !header.SequenceEqual(Header))
            throw new InvalidDataException($"{path}, line 1: the columns {string.Join(", ", Header)} are needed; a run of an older Kindred has others.");
        var parts = new Dictionary<string, AssignmentLines> { ["train"] = new(), ["validation"] = new(), ["test"] = new() };
        for (var number = 2; CsvText.ReadCells(file) is { } cells; number++)
        {
            if (cells.Length != Header.Length || !parts.TryGetValue(cells[1], out var part) || !part.TryAdd(cells, classNames))
                throw new InvalidDataException($"{path}, line {number}: '{string.Join(',', cells)}' does not fit the columns {string.Join(", ", Header)}.");
        }

        return new Parts<ClusteredRows>(parts["train"].ToClusteredRows(), parts["validation"].ToClusteredRows(), parts["test"].ToClusteredRows());
    }

    internal static string NameOf(int cluster, KindredModel? model) => cluster == Membership.NoCluster ? ClusterNames.OfNone
        : model is null ? ClusterNames.DefaultOf(cluster) : model.Names[cluster];

    internal static string ClassOf(int known, IReadOnlyList<string> names) => known < 0 ? string.Empty
        : known < names.Count ? names[known] : known.ToString(CultureInfo.InvariantCulture);
}
