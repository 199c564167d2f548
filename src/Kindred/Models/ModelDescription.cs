using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Models;

/// <summary>What <c>model.json</c> says: everything of a model but its numbers.</summary>
internal sealed record ModelDescription
{
    public const string Format = "kindred-model";
    public const int Version = 2;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,  // a plain file, not a web page: names stay readable
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        MaxDepth = 8,
        NewLine = "\n",
        WriteIndented = true,
    };

    [JsonPropertyName("format")]
    public string FormatName { get; init; } = Format;

    [JsonPropertyName("version")]
    public int FormatVersion { get; init; } = Version;

    public required ModelOrigin Origin { get; init; }

    public required InputDescription Input { get; init; }

    /// <summary>Kinds of the steps, in order.</summary>
    public required string[] Steps { get; init; }

    /// <summary>Kind of the clusterer.</summary>
    public required string Clusterer { get; init; }

    /// <summary>Names of the clusters.</summary>
    public required string[] Clusters { get; init; }

    public required UnusualDescription Unusual { get; init; }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <exception cref="InvalidDataException">The text is no description, or one of a version that is not known.</exception>
    public static ModelDescription FromJson(ReadOnlySpan<byte> text, string program)
    {
        try
        {
            CheckVersion(JsonSerializer.Deserialize<JsonElement>(text, Json), program);
            var description = JsonSerializer.Deserialize<ModelDescription>(text, Json) ?? throw new InvalidDataException("It is empty.");
            if (description.Input.Rules != ModelInput.Rules)
                throw new InvalidDataException($"It brings images to its shape by other rules than '{ModelInput.Rules}', the only ones known.");
            return description.Steps.Contains(null) || description.Clusters.Contains(null) ? throw new InvalidDataException("A step or a name is missing in it.") : description;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)  // the latter: text that is no UTF-8
        {
            throw new InvalidDataException($"It cannot be read: {JsonProblem.Of(broken)}.", broken);
        }
    }

    private static void CheckVersion(JsonElement root, string program)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var format) || format.ValueKind != JsonValueKind.String || format.GetString() != Format)
            throw new InvalidDataException($"It does not say that its format is {Format}.");
        if (!root.TryGetProperty("version", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out var version) || version < 1)
            throw new InvalidDataException("It does not say which version of the format it has.");
        if (version > Version)
            throw new InvalidDataException($"It has version {version} of the format; this is Kindred {program}, which reads versions up to {Version}, so a newer Kindred is needed.");
    }
}

/// <summary>The shape of an item, and how images are brought to it; files of version 1 do not say how, since all images were stretched.</summary>
internal sealed record InputDescription(int Height, int Width, int Channels, string Rules, ImageFit? Fit = null)
{
    private static readonly string[] Units = ["one", "byte", "sixteen", "own"];

    /// <summary>What the values are counted from, one a column.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double[]? Origins { get; init; }

    /// <summary>What pictures were counted in: one, byte, sixteen or own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TableDescription? Table { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public EncoderDescription? Encoder { get; init; }

    public static InputDescription Of(ModelInput input) => new(input.Shape.Height, input.Shape.Width, input.Shape.Channels, ModelInput.Rules, input.Fit)
    {
        Origins = input.Origins is null ? null : [.. input.Origins],
        Unit = input.Unit is { } unit ? Units[(int)unit] : null,
        Table = input.Table is null ? null : TableDescription.Of(input.Table),
        Encoder = input.Encoder is null ? null : EncoderDescription.Of(input.Encoder),
    };

    /// <exception cref="ArgumentException">The parts do not belong together.</exception>
    public ModelInput ToInput()
    {
        var shape = new ImageShape(Height, Width, Channels);
        if (Origins is not null && (Origins.Length != shape.Size || !Array.TrueForAll(Origins, double.IsFinite)))
            throw new ArgumentException($"The input needs {shape.Size} origins, all of them finite.");
        var unit = Unit is null ? -1 : Array.IndexOf(Units, Unit);
        if (Unit is not null && unit < 0)
            throw new ArgumentException($"The unit of pictures is one of {string.Join(", ", Units)}.");
        return new ModelInput
        {
            Shape = shape,
            Fit = Fit ?? ImageFit.Stretch,
            Origins = Origins is null ? null : ValueList.Create<double>(Origins),
            Unit = unit < 0 ? null : (PixelUnit)unit,
            Table = Table?.ToColumns(shape.Size),
            Encoder = Encoder?.ToIdentity(shape.Size),
        };
    }
}

/// <summary>The columns of a table: names and places of those learned from, how many there are, and those of ids and labels.</summary>
internal sealed record TableDescription(string[] Names, int[] Places, int Count)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? IdColumn { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? LabelColumn { get; init; }

    public static TableDescription Of(TableColumns columns) => new([.. columns.Names], [.. columns.Places], columns.Count)
    {
        IdColumn = columns.IdColumn,
        LabelColumn = columns.LabelColumn,
    };

    /// <exception cref="ArgumentException">There is not one name and one place a column.</exception>
    public TableColumns ToColumns(int columns)
    {
        if (Places.Length != columns || (Names.Length != 0 && Names.Length != columns) || Names.Contains(null) || !Array.TrueForAll(Places, place => place >= 1 && place <= Count))
            throw new ArgumentException($"The table needs {columns} places of columns, from 1 to their number, and as many names or none.");
        return new TableColumns(ValueList.Create<string>(Names), ValueList.Create<int>(Places), Count, IdColumn, LabelColumn);
    }
}

/// <summary>What is unlike anything seen: the distance, and the share of the rows learned from that lie beyond it.</summary>
internal sealed record UnusualDescription(double Share, float Distance);
