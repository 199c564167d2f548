using System.Globalization;
using Kindred.Datasets;
using Kindred.Encoding.Views;
using Kindred.Numerics;
using Kindred.Preprocessing;
using Kindred.Runs;
using Kindred.Selection;

namespace Kindred.Reporting;

/// <summary>The report of runs on one data set, made from what the runs left and the images alone.</summary>
public static class RunReport
{
    public const string FileName = "report.html";

    /// <summary>Writes <paramref name="path"/>, as a whole or not at all; of more pictures than a page has room for, all lie in a folder beside it.</summary>
    /// <param name="path">Of the file.</param>
    /// <param name="data">What the runs grouped.</param>
    /// <param name="runs">At least one.</param>
    /// <param name="published">What others reported.</param>
    /// <param name="trial">What lets readers try pictures of their own; null: the page holds no model.</param>
    /// <param name="allPictures">Whether there may be such a folder, named as the page and ended by what tells its content from others; else the page has a sample of the pictures.</param>
    /// <param name="progress">Told of every file in it.</param>
    /// <param name="cancellation">Leaves what was there before.</param>
    /// <exception cref="ArgumentException">There is no run, or a run is not of these data.</exception>
    public static void Write(
        string path, Dataset data, IReadOnlyList<Run> runs, IReadOnlyList<PublishedFigure>? published = null, ReportTrial? trial = null,
        bool allPictures = true, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(runs);
        var content = Content(data, runs, FilesAddress(path, data), trial) with { Published = published ?? [] };
        var beside = new BesidePage(Path.GetDirectoryName(Path.GetFullPath(path))!, $"{Path.GetFileNameWithoutExtension(path)}-pictures-", progress, cancellation);
        string? folder = null;
        DataFile.Write(path, file => folder = HtmlReport.Write(file, content, settings: null, allPictures ? beside : null));
        beside.RemoveOthers(folder);
    }

    /// <summary>The runs in these folders, as far as the page shows them: the first of each recipe whole, of other seeds the record.</summary>
    /// <exception cref="InvalidDataException">A folder holds no run, or a file in it is damaged.</exception>
    public static IReadOnlyList<Run> Read(IReadOnlyList<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        var recipes = new HashSet<string>();
        return [.. folders.Select(folder => RunFolder.Read(folder) is var record && recipes.Add(record.Recipe)
            ? RunFolder.ReadWhole(folder)
            : new Run(record, new Parts<ClusteredRows>(null, null, null)))];
    }

    internal static ReportContent Content(Dataset data, IReadOnlyList<Run> runs, string? filesAddress = null, ReportTrial? trial = null)
    {
        foreach (var run in runs)
            CheckSame(data, run.Record);
        var samples = ReportSamples.Of(data) with { FilesAddress = filesAddress };
        bool Shown(Run run) => run == runs.First(other => other.Record.Recipe == run.Record.Recipe);  // one seed of each recipe keeps the file small
        var shown = runs.Where(Shown).ToList();
        var recommendation = shown.Count > 1 && shown.Any(run => run.Record.Trust is not null) ? Recommendation.Of(shown) : null;
        var models = shown.ConvertAll(run => trial?.ModelOf(run));
        return new ReportContent
        {
            Runtime = models.Any(model => model is not null) ? trial!.Runtime : null,
            Recommended = recommendation is null ? null : (runs.ToList().IndexOf(shown[recommendation.Best]), recommendation.Reason),
            Title = runs.Count == 1 ? $"{runs[0].Record.Recipe} on {data.Name}" : $"{runs.Count} runs on {data.Name}",
            Version = runs.Count > 0 ? runs[0].Record.Version : string.Empty,
            Runs = [.. runs.Select(run => Shown(run) ? ToReport(run, samples, data, models[shown.IndexOf(run)]) : new ReportRun(run.Record))],
        };
    }

    private static ReportRun ToReport(Run run, ReportSamples samples, Dataset data, ReportModel? model)
    {
        var codes = run.Details.Codes;
        var distances = run.Clusters.Select(part => part.Distances);
        return new ReportRun(run.Record)
        {
            ChosenEpoch = run.Record.ChosenEpoch,
            Details = new ReportDetails
            {
                Samples = samples,
                ClusterCount = run.ClusterCount,
                Groups = run.Clusters.Select(part => part.Clusters),
                Probabilities = run.Clusters.Train?.Probabilities is null ? null : run.Clusters.Select(part => part.Probabilities),
                Distances = distances,
                Codes = codes,
                Maps = [.. Maps(run.Details)],
                Tree = run.Details.Leaves.Train is null ? null : run.Record.Tree,
                Leaves = run.Details.Leaves,
                Reconstructions = Strip(run.Details, data.Shape),
                Views = run.Details.Views is { } views && views.Columns == data.Shape.Size ? (new ImageSet(views, data.Shape), ViewStrip.Each) : null,
                Findings = run.Findings,
                Layers = run.Details.Layers,
                Model = model,
            },
        };
    }

    private static (ImageSet Originals, ImageSet Restored)? Strip(RunDetails details, ImageShape shape) =>
        details.Originals is { } originals && details.Restored is { } restored
            ? (new ImageSet(originals, shape), new ImageSet(restored, shape))
            : null;

    /// <summary>By neighbours where that was laid out, and by components; codes of two numbers are places as they are, a single number is none.</summary>
    private static IEnumerable<ReportMap> Maps(RunDetails details)
    {
        if (details.Map.Train is { } laid)
        {
            var note = details.MappedRows is { } rows && rows < laid.Rows + (details.Map.Validation?.Rows ?? 0) + (details.Map.Test?.Rows ?? 0)
                ? string.Create(CultureInfo.InvariantCulture, $"{rows:N0} were laid out; the others lie among their nearest. ") : string.Empty;
            yield return new ReportMap("Neighbours", details.Map, "their nearest neighbours (UMAP)", $"{note}How far apart groups lie, and how wide they are, says little.");
        }

        if (details.Codes.Train?.Columns > 2)
            yield return new ReportMap("Components", Project(details.Codes, 2), "the two directions in which they vary most (PCA)");
        else if (details.Codes.Train?.Columns == 2)
            yield return new ReportMap("Values", details.Codes, "their two numbers");
    }

    /// <summary>The folder of the images as seen from the report; whole where the two have no root in common.</summary>
    private static string? FilesAddress(string path, Dataset data)
    {
        if (data.Files is not { } files)
            return null;
        var (from, to) = (Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFullPath(files.Folder));
        var relative = Path.GetRelativePath(from, to);
        return Path.IsPathRooted(relative)
            ? new Uri(relative).AbsoluteUri
            : string.Join('/', relative.Split(Path.DirectorySeparatorChar).Select(Uri.EscapeDataString));
    }

    /// <summary>Principal components learned on the training part.</summary>
    private static Parts<Matrix> Project(Parts<Matrix> rows, int components)
    {
        var projection = new Pca { Components = components }.Fit(rows.Train!);
        return rows.Select(projection.Transform);
    }

    private static void CheckSame(Dataset data, RunRecord record)
    {
        if (record.Dataset.Sha256 != data.Sha256)
        {
            throw new ArgumentException(
                $"The run {record.Recipe} with seed {record.Seed} was made on other data: {record.Dataset.Name} with SHA-256 {record.Dataset.Sha256}, not {data.Sha256}.");
        }
    }
}
