using System.Globalization;
using Kindred.Datasets;
using Kindred.Models;

namespace Kindred.Cli;

/// <summary>Where items went, as a table: item, split where there are several, cluster, name, probability, distance, unusual.</summary>
internal static class AssignmentsTable
{
    public const string FileName = "assignments.csv";

    /// <summary>Appears under its name only when whole.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="parts">The items of every part.</param>
    /// <param name="files">The file each item of the training part came from; null where items have numbers only, counted from 0.</param>
    public static void Write(string path, Parts<Assignments> parts, IReadOnlyList<string>? files) => DataFile.Write(path, stream =>
    {
        using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        var present = parts.Present().ToList();
        text.WriteLine($"item{(present.Count > 1 ? ",split" : "")},cluster,name,probability,distance,unusual");
        foreach (var (split, items) in present)
        {
            for (var i = 0; i < items.Count; i++)
            {
                var item = items[i];
                text.Write(files is null ? i.ToString(CultureInfo.InvariantCulture) : CsvText.Cell(files[i]));
                text.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(present.Count > 1 ? $",{split}" : "")},{item.Cluster},{CsvText.Cell(item.Name)},{item.Probability},{item.Distance},{(item.IsUnusual ? "yes" : "no")}"));
            }
        }
    });
}
