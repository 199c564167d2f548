using Kindred.Storage;

namespace Kindred.Methods;

/// <summary>A kind of step or clusterer, as people ask for it. It is declared beside the settings it makes, and listed once, in the catalog of methods.</summary>
/// <param name="Word">As on the command line, e.g. <c>kmeans</c>.</param>
/// <param name="StoredAs">What it fits is kept in model files as this.</param>
/// <param name="Source">The papers behind it.</param>
/// <param name="Create">Settings for what they are ordered for.</param>
public sealed record MethodKind<T>(string Word, StoredKind StoredAs, string Source, Func<MethodOrder, T> Create)
{
    /// <summary>Whether pictures that go through it are pictures of the same shape.</summary>
    public bool KeepsShape { get; init; }

    /// <summary>Whether it needs values in [0, 1], as networks that restore them do.</summary>
    public bool TakesUnitRange { get; init; }
}
