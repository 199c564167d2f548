using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kindred.Networks.Storage;

/// <summary>What is wrong with a text of JSON, in words for whoever has the file: the runtime's own name its types.</summary>
public static partial class JsonProblem
{
    /// <summary>A sentence without its end: "line 12, $.scores.test: another kind of value is needed".</summary>
    public static string Of(Exception broken)
    {
        ArgumentNullException.ThrowIfNull(broken);
        var place = broken is JsonException { LineNumber: { } line } json
            ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}{(json.Path is null or "$" ? string.Empty : $", {json.Path}")}: ") : string.Empty;
        var lacking = Lacking().Match(broken.Message);
        return place + (lacking.Success ? $"it lacks {lacking.Groups[1].Value.Replace("'", string.Empty, StringComparison.Ordinal)}"
            : Type().IsMatch(broken.Message) ? "another kind of value is needed there"
            : Place().Replace(broken.Message, string.Empty).TrimEnd('.', ' '));
    }

    [GeneratedRegex("including:? (.*?)\\.?$", RegexOptions.Singleline)]
    private static partial Regex Lacking();

    /// <summary>Names of types: words with points between them, or what is said of types alone.</summary>
    [GeneratedRegex(@"could not be converted|Kindred\.|System\.|requested operation|Deserialization of|\bSystem\b|type '")]
    private static partial Regex Type();

    [GeneratedRegex(@" ?(?:Path: .*)?\|? ?LineNumber: .*$", RegexOptions.Singleline)]
    private static partial Regex Place();
}
