using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kindred.Networks.Storage;

namespace Kindred.Networks.Training;

/// <summary>Where a training is kept after every epoch, and continues from if it was interrupted.</summary>
/// <param name="Folder">Made if it is not there. One training per folder.</param>
/// <param name="Purpose">What is trained, in words: a checkpoint of another purpose is refused.</param>
public sealed record Checkpoint(string Folder, string Purpose)
{
    public const string FileName = "checkpoint.safetensors";

    private const string Version = "2";

    internal const string ChecksumText = "checksum";

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
        metadata[ChecksumText] = Checksum(metadata, state.Arrays);
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
        if (Text(file, "format") != "kindred-checkpoint" || Text(file, "version") != Version)
            throw new InvalidDataException($"{FilePath} is not a checkpoint of version {Version}. Delete it to start the training again.");
        CheckSum(file);
        Expect("purpose", Purpose, Text(file, "purpose"));
        Expect("settings", settings, Text(file, "settings"));
        Expect("random_state", randomState.ToString(CultureInfo.InvariantCulture), Text(file, "random_state"));
        var history = History(Text(file, "history"));
        var best = (int)Number(file, "best_epoch");
        if (best > history.Length)
            throw new InvalidDataException($"{FilePath} names epoch {best} as the best of {history.Length}.");
        return new TrainingState(settings, randomState, Number(file, "steps"), best, history, file.Tensors);
    }

    private string Text(SafeTensors file, string name) => file.Metadata.TryGetValue(name, out var text)
        ? text
        : throw new InvalidDataException($"{FilePath} should hold the text {name}, but does not. Delete it to start the training again.");

    private void CheckSum(SafeTensors file)
    {
        if (Text(file, ChecksumText) != Checksum(file.Metadata, file.Tensors))
            throw new InvalidDataException($"{FilePath} is damaged: it does not have its checksum. Delete it to start the training again.");
    }

    /// <summary>SHA-256 of all texts but itself, by name, and of all arrays with their names and shapes, in hexadecimal.</summary>
    internal static string Checksum(IReadOnlyDictionary<string, string> texts, IReadOnlyList<StoredTensor> arrays)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, text) in texts.Where(pair => pair.Key != ChecksumText).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{text}\0"));
        foreach (var array in arrays.OrderBy(array => array.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{array.Name}\0{array.Shape}\0"));
            AppendBits(hash, array.Values.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AppendBits(IncrementalHash hash, ReadOnlySpan<float> values)
    {
        const int AtOnce = 4096;
        Span<byte> bytes = stackalloc byte[AtOnce * sizeof(float)];
        for (; values.Length > 0; values = values[Math.Min(AtOnce, values.Length)..])
        {
            var count = Math.Min(AtOnce, values.Length);
            for (var i = 0; i < count; i++)
                BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * sizeof(float))..], values[i]);
            hash.AppendData(bytes[..(count * sizeof(float))]);
        }
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
            throw new InvalidDataException($"{FilePath}: the history cannot be read: {JsonProblem.Of(broken)}.", broken);
        }
    }

    private long Number(SafeTensors file, string name) =>
        long.TryParse(Text(file, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidDataException($"{FilePath}: {name} must be a whole number from 0, but is {Text(file, name)}.");
}

/// <summary>All that a training needs to go on as if it had never stopped.</summary>
internal sealed record TrainingState(
    string Settings, ulong RandomState, long Steps, int BestEpoch, EpochLoss[] History, IReadOnlyList<StoredTensor> Arrays);
