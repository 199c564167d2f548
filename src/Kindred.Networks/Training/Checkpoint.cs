using System.Globalization;
using System.Text.Json;
using Kindred.Networks.Storage;

namespace Kindred.Networks.Training;

/// <summary>Where a training is kept after every epoch, and continues from if it was interrupted.</summary>
/// <param name="Folder">Made if it is not there. One training per folder.</param>
/// <param name="Purpose">What is trained, in words: a checkpoint of another purpose is refused.</param>
public sealed record Checkpoint(string Folder, string Purpose)
{
    public const string FileName = "checkpoint.safetensors";

    private const string Version = "1";

    private string FilePath => Path.Combine(Folder, FileName);

    /// <summary>Writes the whole state; a reader, or a restart after a crash, finds the previous state or this one.</summary>
    internal void Save(TrainingState state)
    {
        Directory.CreateDirectory(Folder);
        var metadata = new Dictionary<string, string>
        {
            ["format"] = "kindred-checkpoint",
            ["version"] = Version,
            ["purpose"] = Purpose,
            ["settings"] = state.Settings,
            ["random_state"] = state.RandomState.ToString(CultureInfo.InvariantCulture),
            ["steps"] = state.Steps.ToString(CultureInfo.InvariantCulture),
            ["best_epoch"] = state.BestEpoch.ToString(CultureInfo.InvariantCulture),
            ["history"] = JsonSerializer.Serialize(state.History),
        };
        new SafeTensors(state.Arrays, metadata).Save(FilePath);
    }

    /// <summary>The state kept here, or null if there is none.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="ArgumentException">It was made by another training.</exception>
    internal TrainingState? Load(string settings, ulong randomState)
    {
        if (!File.Exists(FilePath))
            return null;
        var file = SafeTensors.Load(FilePath);
        if (file.Text("format") != "kindred-checkpoint" || file.Text("version") != Version)
            throw new InvalidDataException($"{FilePath} is not a checkpoint of version {Version}.");
        Expect("purpose", Purpose, file.Text("purpose"));
        Expect("settings", settings, file.Text("settings"));
        Expect("random_state", randomState.ToString(CultureInfo.InvariantCulture), file.Text("random_state"));
        var history = History(file.Text("history"));
        var best = (int)Number(file, "best_epoch");
        if (best > history.Length)
            throw new InvalidDataException($"{FilePath} names epoch {best} as the best of {history.Length}.");
        return new TrainingState(settings, randomState, Number(file, "steps"), best, history, file.Tensors);
    }

    private void Expect(string name, string expected, string found)
    {
        if (expected != found)
        {
            throw new ArgumentException(
                $"{FilePath} was made by another training; continue with its settings or choose another folder. {name}: {found}, now {expected}.");
        }
    }

    private EpochLoss[] History(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<EpochLoss[]>(text) ?? [];
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException($"{FilePath}: the history cannot be read: {broken.Message}", broken);
        }
    }

    private long Number(SafeTensors file, string name) =>
        long.TryParse(file.Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"{FilePath}: {name} must be a whole number from 0, but is {file.Text(name)}.");
}

/// <summary>All that a training needs to go on as if it had never stopped.</summary>
internal sealed record TrainingState(
    string Settings, ulong RandomState, long Steps, int BestEpoch, EpochLoss[] History, IReadOnlyList<StoredTensor> Arrays);
