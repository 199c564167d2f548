using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Models;
using Kindred.Networks.Storage;

namespace Kindred.Runs;

/// <summary>A run on disk: a folder with <c>run.json</c>, <c>assignments.csv</c>, <c>details.safetensors</c>, <c>model.kindred</c>, for some <c>outliers.csv</c> and
/// <c>near-duplicates.csv</c>, and, once it is drawn, <c>report.html</c>.</summary>
public static class RunFolder
{
    private const string RecordFile = "run.json";
    private const string DetailsFile = "details.safetensors";
    private const int LongestName = 160;  // of a data set, in bytes

    private static readonly JsonSerializerOptions Json = new()
    {
        RespectNullableAnnotations = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,  // a plain file, not a web page: names stay readable
        WriteIndented = true,
    };

    /// <summary>Saves a run in a new folder below <paramref name="parent"/> and returns its path.</summary>
    /// <remarks>Written under a temporary name and renamed, so it is there whole or not at all; an earlier run is never overwritten.</remarks>
    public static string Write(string parent, Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Write(parent, run, path =>
        {
            AssignmentsCsv.Write(path, run.Clusters, run.Model, run.Record.Dataset.ClassNames);
            return run.Record;
        });
    }

    /// <summary>The same where more rows are assigned than <paramref name="run"/> has, by <paramref name="assign"/>, which writes their table and gives the record of all.</summary>
    internal static string Write(string parent, Run run, Func<string, RunRecord> assign)
    {
        Directory.CreateDirectory(parent);
        using var folder = new WholeFolder(parent);
        var record = assign(Path.Combine(folder.Path, AssignmentsCsv.FileName));
        WholeFile.WriteText(Path.Combine(folder.Path, RecordFile), JsonSerializer.Serialize(record, Json) + "\n");
        if (run.Findings is not null)
            FindingsCsv.Write(folder.Path, run.Findings, run.Clusters);
        run.Details.Save(Path.Combine(folder.Path, DetailsFile));
        run.Model?.Save(Path.Combine(folder.Path, KindredModel.FileName));
        return MoveIntoPlace(folder, parent, $"{FileNames.Shortened(record.Dataset.Name, LongestName)}-{record.Recipe}-seed{record.Seed}");
    }

    /// <summary>Several runs, and what belongs to all of them, in a new folder below <paramref name="parent"/>, which is there whole or not at all; returns its path.</summary>
    /// <param name="parent">Made if it is not there.</param>
    /// <param name="name">Of the new folder; an earlier one of that name stays, and the new one gets a number.</param>
    /// <param name="fill">Writes into the folder it is given, which lies in <paramref name="parent"/> too.</param>
    public static string WriteTogether(string parent, string name, Action<string> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        Directory.CreateDirectory(parent);
        using var folder = new WholeFolder(parent);
        fill(folder.Path);
        return MoveIntoPlace(folder, parent, FileNames.Shortened(name, LongestName));
    }

    /// <summary>The folders of runs: <paramref name="folder"/> itself, or those directly in it, in the order of their names.</summary>
    public static IReadOnlyList<string> Find(string folder) => File.Exists(Path.Combine(folder, RecordFile))
        ? [folder]
        : [.. Directory.EnumerateDirectories(folder)
            .Where(child => !Path.GetFileName(child).StartsWith('.') && File.Exists(Path.Combine(child, RecordFile)))
            .Order(StringComparer.Ordinal)];

    /// <summary>The run in <paramref name="folder"/>, without the network that made its codes and without its model.</summary>
    /// <exception cref="InvalidDataException">The folder holds no run, or a file in it is damaged.</exception>
    public static Run ReadWhole(string folder)
    {
        var (assignments, details) = (Path.Combine(folder, AssignmentsCsv.FileName), Path.Combine(folder, DetailsFile));
        if (!File.Exists(assignments))
            throw new InvalidDataException($"{folder} is not the whole folder of a run: it has no {AssignmentsCsv.FileName}.");
        var record = Read(folder);
        if (record.Streaming is { } streaming && streaming.SampleRows < streaming.Rows)  // what its page decides and its codes are of other rows than its table
            throw new InvalidDataException($"{folder} is a run whose rows were streamed: its page shows a sample of {streaming.SampleRows}, and cannot be drawn or carried out again. Its {AssignmentsCsv.FileName} has all {streaming.Rows} rows, and 'kindred assign' takes its {KindredModel.FileName}.");
        var clusters = AssignmentsCsv.Read(assignments, record.Dataset.ClassNames);
        var items = clusters.Present().Sum(part => part.Part.Clusters.Length);
        if (record.ClusterCount > items)
            throw new InvalidDataException($"{Path.Combine(folder, RecordFile)} is not the record of this run: it has {record.ClusterCount} clusters, but {AssignmentsCsv.FileName} has {items} items.");
        var run = new Run(record, clusters) { Findings = FindingsCsv.Read(folder, clusters) };
        return File.Exists(details) ? run with { Details = RunDetails.Load(details) } : run;
    }

    /// <summary>The record of the run in <paramref name="folder"/>.</summary>
    /// <exception cref="InvalidDataException">The folder holds no readable record.</exception>
    public static RunRecord Read(string folder)
    {
        var path = Path.Combine(folder, RecordFile);
        if (!File.Exists(path))
            throw new InvalidDataException($"{folder} is not the folder of a run: it has no {RecordFile}.");
        try
        {
            var text = OrdinaryFile.ReadText(path);
            RequireElements(path, text);
            return JsonSerializer.Deserialize<RunRecord>(text, Json)
                ?? throw new InvalidDataException($"{path} is empty; a run record is needed.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is not a run record: {JsonProblem.Of(error)}.", error);
        }
    }

    /// <summary>No list of a record has gaps; the reader of JSON sees to everything else that must be there.</summary>
    private static void RequireElements(string path, string text)
    {
        using var json = JsonDocument.Parse(text);
        Look(json.RootElement, "$");

        void Look(JsonElement element, string place)
        {
            if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in element.EnumerateObject())
                    Look(property.Value, $"{place}.{property.Name}");
            }
            else if (element.ValueKind == JsonValueKind.Array)
            {
                foreach (var (i, item) in element.EnumerateArray().Index())
                    Look(item.ValueKind != JsonValueKind.Null ? item : throw new InvalidDataException($"{path} is not a run record: {place}[{i}] is missing."), $"{place}[{i}]");
            }
        }
    }

    private static string MoveIntoPlace(WholeFolder whole, string parent, string name)
    {
        foreach (var invalid in Path.GetInvalidFileNameChars())
            name = name.Replace(invalid, '_');
        for (var number = 1; ; number++)
        {
            var folder = Path.Combine(parent, number == 1 ? name : $"{name}-{number}");
            if (Path.Exists(folder))
                continue;
            try
            {
                whole.MoveTo(folder);
                return folder;
            }
            catch (IOException) when (Path.Exists(folder))
            {
                // another process took the name in between; the next number is free or will be tried
            }
        }
    }
}
