using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Kindred.Recipes;

/// <summary>A run on disk: a folder with <c>run.json</c> and <c>assignments.csv</c>.</summary>
public static class RunFolder
{
    private const string RecordFile = "run.json";
    private const string AssignmentsFile = "assignments.csv";

    private static readonly JsonSerializerOptions Json = new()
    {
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
        Directory.CreateDirectory(parent);
        var temporary = Directory.CreateDirectory(Path.Combine(parent, $".{Guid.NewGuid():N}.partial")).FullName;
        try
        {
            File.WriteAllText(Path.Combine(temporary, RecordFile), JsonSerializer.Serialize(run.Record, Json) + "\n");
            WriteAssignments(Path.Combine(temporary, AssignmentsFile), run);
            return MoveIntoPlace(temporary, parent, run.Record);
        }
        catch
        {
            Directory.Delete(temporary, recursive: true);
            throw;
        }
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
            return JsonSerializer.Deserialize<RunRecord>(File.ReadAllText(path), Json)
                ?? throw new InvalidDataException($"{path} is empty; a run record is needed.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is not a run record: {error.Message}", error);
        }
    }

    private static string MoveIntoPlace(string temporary, string parent, RunRecord record)
    {
        var name = $"{record.Dataset.Name}-{record.Recipe}-seed{record.Seed}";
        foreach (var invalid in Path.GetInvalidFileNameChars())
            name = name.Replace(invalid, '_');
        for (var number = 1; ; number++)
        {
            var folder = Path.Combine(parent, number == 1 ? name : $"{name}-{number}");
            if (Path.Exists(folder))
                continue;
            try
            {
                Directory.Move(temporary, folder);
                return folder;
            }
            catch (IOException) when (Path.Exists(folder))
            {
                // another process took the name in between; the next number is free or will be tried
            }
        }
    }

    private static void WriteAssignments(string path, Run run)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\n" };
        var parts = run.Groups.Present().ToList();
        var (soft, known) = (parts.Any(part => part.Part.Probabilities is not null), parts.Any(part => part.Part.Classes is not null));
        file.WriteLine($"row,split,cluster,distance{(soft ? ",probability" : string.Empty)}{(known ? ",class" : string.Empty)}");
        foreach (var (name, part) in parts)
        {
            for (var i = 0; i < part.Groups.Length; i++)
            {
                file.Write(string.Create(CultureInfo.InvariantCulture, $"{part.Rows[i]},{name},{part.Groups[i]},{part.Distances[i]}"));
                if (soft)
                    file.Write(string.Create(CultureInfo.InvariantCulture, $",{part.Probabilities?[i]}"));
                if (known)
                    file.Write(string.Create(CultureInfo.InvariantCulture, $",{part.Classes?[i]}"));
                file.WriteLine();
            }
        }
    }
}
