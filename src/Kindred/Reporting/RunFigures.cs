using System.Globalization;
using Kindred.Datasets;
using Kindred.Evaluation;
using Kindred.Networks.Storage;
using Kindred.Runs;

namespace Kindred.Reporting;

/// <summary>The figures of a run as SVG files: what a paper shows, without the page.</summary>
public static class RunFigures
{
    /// <summary>Where they go, in the folder of the run.</summary>
    public const string FolderName = "figures";

    private const int StripLength = 10;

    /// <summary>Writes all figures that the run and the data give into <c>figures</c> below <paramref name="folder"/>, each file whole or not at all.</summary>
    /// <returns>The paths written: <c>loss</c>, <c>reconstructions</c>, <c>confusion-PART</c>, <c>clusters-PART</c> and <c>samples</c>, as far as there are such.</returns>
    public static IReadOnlyList<string> Write(string folder, Dataset data, Run run)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(run);
        var target = Directory.CreateDirectory(Path.Combine(folder, FolderName)).FullName;
        var written = new List<string>();
        foreach (var (name, draw) in All(data, run, $"{run.Record.Recipe} on {data.Name}, seed {run.Record.Seed}"))
        {
            written.Add(Path.Combine(target, $"{name}.svg"));
            WholeFile.WriteLines(written[^1], draw);
        }

        return written;
    }

    private static IEnumerable<(string Name, Action<TextWriter> Draw)> All(Dataset data, Run run, string title)
    {
        if (run.Record.History.Count > 0)
            yield return ("loss", output => DrawLosses(output, run.Record, title));
        foreach (var (part, counts) in run.Record.Confusion.Present())
            yield return ($"confusion-{part}", output => ConfusionFigure.Write(output, $"{title}: {InWords(part)}", Table(counts), Names(data, counts.Length), run.Record.ClusterCount));
        if (data.Shape.Height == 1)
            yield break;  // a table's rows are no images

        if (run.Details is { Originals: { } originals, Restored: { } restored })
            yield return ("reconstructions", output => ReconstructionFigure.Write(output, title, originals, restored, data.Shape, StripLength));
        foreach (var (part, groups) in run.Clusters.Present())
            yield return ($"clusters-{part}", output => ClusterGrid.Write(output, $"{title}: {InWords(part)} at random", Of(data, part), groups.Clusters));
        yield return ("samples", output => SampleGrid.Write(output, $"{data.Name}, training images drawn at random", data.Train));
    }

    private static void DrawLosses(TextWriter output, RunRecord record, string title)
    {
        var validated = record.History.All(epoch => epoch.Validation is not null);
        LossCurves.Write(
            output,
            title,
            [.. record.History.Select(epoch => epoch.Training)],
            validated ? [.. record.History.Select(epoch => epoch.Validation!.Value)] : null,
            record.ChosenEpoch);
    }

    private static Contingency Table(long[][] counts) => new(counts.Length, counts[0].Length, [.. counts.SelectMany(row => row)]);

    /// <summary>The names of the classes; numbers where the data give labels without names.</summary>
    private static string[] Names(Dataset data, int classes) =>
        [.. Enumerable.Range(0, classes).Select(c => c < data.ClassNames.Count ? data.ClassNames[c] : string.Create(CultureInfo.InvariantCulture, $"class {c}"))];

    private static string InWords(string part) => part == "train" ? "training images" : $"{part} images";

    private static ImageSet Of(Dataset data, string part) => data.Parts.Present().First(other => other.Name == part).Part;
}
