using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Kindred.Cli;

/// <summary>What a command answers to a program: one JSON document on standard output, described in docs/json.md.</summary>
internal static class Answer
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FiniteNumbers() },
    };

    private static bool _isGiven;

    /// <summary>Asks for it; every command takes it.</summary>
    public static Option<bool> Option { get; } = new("--json") { Description = "Writes one JSON document to standard output, and nothing else there; errors too.", Recursive = true };

    /// <summary>Whether one is wanted.</summary>
    public static bool IsWanted { get; private set; }

    /// <summary>From now on, standard output is for the answer.</summary>
    public static void Want()
    {
        IsWanted = true;
        Terminal.KeepOutputForAnswers();
    }

    /// <summary>Gives the answer where one is wanted; the last thing a command does.</summary>
    /// <param name="schema">The command, e.g. <c>cluster</c>.</param>
    /// <param name="content">Its fields.</param>
    public static void Give(string schema, Func<object> content)
    {
        if (!IsWanted || _isGiven)
            return;
        _isGiven = true;
        var fields = (JsonObject)JsonSerializer.SerializeToNode(content(), Format)!;
        fields.Insert(0, "schema", $"kindred/{schema}");
        fields.Insert(1, "version", Version);
        Terminal.Answers.WriteLine(fields.ToJsonString(Format));
        Terminal.Answers.Flush();
    }

    /// <summary>Says what went wrong.</summary>
    public static void Fail(string sentence, int exitCode) => Give("error", () => new { Error = sentence, ExitCode = exitCode });

    /// <summary>JSON has no numbers that are not finite.</summary>
    private sealed class FiniteNumbers : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
                writer.WriteNumberValue(value);
            else
                writer.WriteNullValue();
        }
    }
}
