using System.Text.Json;
using Kindred.Datasets;
using Kindred.Models;
using Kindred.Networks.Storage;

namespace Kindred.Runs;

/// <summary>One thing that a reader of a report decided; docs/decisions-file.md says what each means.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>A name for a group; an empty one takes the name back.</summary>
    public sealed record Rename(int Group, string Name) : Decision;

    /// <summary>Groups become one: the first, with its number and name.</summary>
    public sealed record Merge(IReadOnlyList<int> Groups) : Decision;

    /// <summary>Leaves of the run's tree leave a group and become a new one.</summary>
    public sealed record Split(int Group, IReadOnlyList<int> Parts) : Decision;

    /// <summary>Single items go to a group; to a new one or to none where <paramref name="To"/> is null.</summary>
    public sealed record Move(IReadOnlyList<(string Part, string Item)> Items, int? To, bool ToFreshGroup) : Decision;

    /// <summary>Single items get a tag, or lose it.</summary>
    internal sealed record Tag(IReadOnlyList<(string Part, string Item)> Items, string Name, bool IsTakenOff) : Decision;
}

/// <summary>The decisions of a reader about one run, in their order, as a report's page downloads them.</summary>
/// <param name="Sha256">Of the data the run was made on.</param>
/// <param name="Recipe">Of the run.</param>
/// <param name="Seed">Of the run.</param>
/// <param name="Made">In their order.</param>
public sealed record Decisions(string Sha256, string Recipe, ulong Seed, IReadOnlyList<Decision> Made)
{
    /// <summary>Where 'kindred serve' keeps the decisions about a run, in its folder.</summary>
    public const string FileName = "decisions.json";

    private const string Format = "kindred-decisions";
    private const int Version = 1;
    private const int LongestFile = 256 << 20;

    /// <summary>Reads a decisions file.</summary>
    /// <exception cref="DataFileException">The file is missing, is no such file, is of a newer version, or a decision in it is none; the message says which.</exception>
    public static Decisions Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(DataFile.Read(path, content => content.ReadUpTo(LongestFile)), path);
    }

    /// <summary>Reads what a decisions file holds.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="path">What messages call it.</param>
    /// <exception cref="DataFileException">As <see cref="Read"/>.</exception>
    public static Decisions Parse(ReadOnlyMemory<byte> content, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using var json = JsonDocument.Parse(content);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var format) || format.GetString() != Format)
                throw new DataFileException(path, "these are no decisions; the JSON that a report's page offers under 'Decisions, JSON' is needed.");
            if (Need(root, "version").GetInt32() is var version and not Version)
                throw new DataFileException(path, $"these decisions are of version {version}; version {Version} is known here.");
            var run = Need(root, "run");
            return new Decisions(
                Text(run, "sha256"), Text(run, "recipe"), ulong.Parse(Text(run, "seed"), null),
                [.. Need(root, "decisions").EnumerateArray().Select((decision, i) => One(decision) ?? throw new DataFileException(path, $"decision {i + 1} is none: {decision.GetRawText()[..Math.Min(80, decision.GetRawText().Length)]}."))]);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new DataFileException(path, $"these are no whole decisions ({JsonProblem.Of(broken)}); the JSON that a report's page offers is needed.", broken);
        }
    }

    private static Decision? One(JsonElement decision) => Text(decision, "do") switch
    {
        "rename" => new Decision.Rename(Need(decision, "group").GetInt32(), NameOf(Text(decision, "name"))),
        "merge" => Need(decision, "groups").GetArrayLength() < 2 ? null : new Decision.Merge(Numbers(Need(decision, "groups"))),
        "split" => new Decision.Split(Need(decision, "group").GetInt32(), Numbers(Need(decision, "parts"))),
        "move" => MoveOf(decision),
        "tag" or "untag" => NameOf(Text(decision, "tag")) is { Length: > 0 } tag ? new Decision.Tag(Items(decision), tag, Text(decision, "do") == "untag") : null,
        _ => null,
    };

    private static Decision.Move? MoveOf(JsonElement decision)
    {
        var items = Items(decision);
        var to = Need(decision, "to");
        if (to.ValueKind == JsonValueKind.Number)
            return new Decision.Move(items, to.GetInt32(), ToFreshGroup: false);
        return to.GetString() is "new" or "none" ? new Decision.Move(items, To: null, to.GetString() == "new") : null;
    }

    private static (string Part, string Item)[] Items(JsonElement decision) =>
        [.. Need(decision, "items").EnumerateArray().Select(item => (Text(item, "part"), Text(item, "item")))];

    private static JsonElement Need(JsonElement of, string name) => of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out var found) ? found
        : throw new FormatException($"'{name}' is missing");

    private static string Text(JsonElement of, string name) => Need(of, name).GetString() ?? throw new FormatException($"'{name}' is null");

    private static int[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt32())];

    private static string NameOf(string name) => name.Trim().Length <= ClusterNames.LongestName && !name.Any(char.IsControl) ? name.Trim()
        : throw new FormatException($"a name has 1 to {ClusterNames.LongestName} characters, none of them a control character");
}
