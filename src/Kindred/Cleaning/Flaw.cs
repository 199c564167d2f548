using System.Text.Json.Serialization;

namespace Kindred.Cleaning;

/// <summary>What a picture may be sorted out for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Flaw>))]
public enum Flaw
{
    /// <summary>No whole picture.</summary>
    [JsonStringEnumMemberName("broken")]
    Broken,

    /// <summary>One colour, or nearly.</summary>
    [JsonStringEnumMemberName("empty")]
    Empty,

    /// <summary>Out of focus, or moved.</summary>
    [JsonStringEnumMemberName("blurry")]
    Blurry,

    /// <summary>Hardly anything is to be seen.</summary>
    [JsonStringEnumMemberName("dark")]
    Dark,

    /// <summary>Most of it is white.</summary>
    [JsonStringEnumMemberName("over-exposed")]
    OverExposed,

    /// <summary>Far fewer pixels than the others.</summary>
    [JsonStringEnumMemberName("odd size")]
    OddSize,

    /// <summary>Much longer or much taller than the others.</summary>
    [JsonStringEnumMemberName("odd shape")]
    OddShape,

    /// <summary>Without colours, where most of the others have them.</summary>
    [JsonStringEnumMemberName("grey")]
    Grey,
}
