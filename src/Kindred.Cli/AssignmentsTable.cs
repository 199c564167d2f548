using System.Globalization;
using Kindred.Datasets;
using Kindred.Models;
using Kindred.Networks.Storage;

namespace Kindred.Cli;

/// <summary>Where items went, as a table: item, split where there are several, cluster, name, probability, distance, unusual.</summary>
internal static class AssignmentsTable
{
    public const string FileName = "assignments.csv";

    /// <summary>Appears under its name only when whole.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="parts">The items of every part.</param>
    /// <param name="data">What was assigned: items go by the file they came from or the name in their row, else by their number, counted from 0.</param>
    public static void Write(string path, Parts<Assignments> parts, Dataset data) => WholeFile.WriteLines(path, text =>
    {
        var present = parts.Present().ToList();
        text.WriteLine($"item{(present.Count > 1 ? ",split" : "")},cluster,name,probability,distance,unusual");
        foreach (var ((split, items), (_, source)) in present.Zip(data.Parts.Present()))
        {
            for (var i = 0; i < items.Count; i++)
            {
                var item = items[i];
                text.Write(source.Names is { } names ? CsvText.Quote(names[i]) : i.ToString(CultureInfo.InvariantCulture));
                text.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(present.Count > 1 ? $",{split}" : "")},{item.Cluster},{CsvText.Quote(item.Name)},{item.Probability},{item.Distance},{(item.IsUnusual ? "yes" : "no")}"));
            }
        }
    });
}
