using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kindred.Networks.Storage;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Encoding;

/// <summary>Settings and histories as JSON inside a model file.</summary>
internal static class EncodingJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        IgnoreReadOnlyProperties = true,  // what follows from the settings
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false), new ListConverter<int>(), new ListConverter<EpochLoss>() },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <exception cref="InvalidDataException">The text is no such JSON, or a setting in it is out of range.</exception>
    public static T Read<T>(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Options) ?? throw new InvalidDataException("Settings are missing.");
        }
        catch (Exception broken) when (broken is JsonException or NotSupportedException or ArgumentException)
        {
            throw new InvalidDataException($"The settings cannot be read: {(broken is ArgumentException ? broken.Message : JsonProblem.Of(broken) + ".")}", broken);
        }
    }

    private sealed class ListConverter<T> : JsonConverter<ValueList<T>>
    {
        public override ValueList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ValueList.Create<T>(JsonSerializer.Deserialize<T[]>(ref reader, options));

        public override void Write(Utf8JsonWriter writer, ValueList<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToArray(), options);
    }
}
