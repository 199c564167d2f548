namespace Kindred.Models;

/// <summary>Where a model comes from, in words; nothing is computed from it.</summary>
public sealed record ModelOrigin
{
    /// <summary>As on the command line, e.g. <c>dense-gmm</c>; empty for a model put together by a program.</summary>
    public string Recipe { get; init; } = string.Empty;

    public ulong Seed { get; init; }

    /// <summary>The recipe with every setting, as it prints itself.</summary>
    public string Settings { get; init; } = string.Empty;

    /// <summary>Version of Kindred that made it.</summary>
    public string Version { get; init; } = string.Empty;

    /// <summary>Name of the data it was made from.</summary>
    public string Dataset { get; init; } = string.Empty;

    /// <summary>Checksum of these data as loaded, in hexadecimal.</summary>
    public string DatasetSha256 { get; init; } = string.Empty;

    /// <summary>Rows it learned from.</summary>
    public int Rows { get; init; }
}
