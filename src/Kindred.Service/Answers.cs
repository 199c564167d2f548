using System.Text.Json.Serialization;

namespace Kindred.Service;

/// <summary>Where the items of a request went, in their order.</summary>
/// <param name="Items">One an image or row.</param>
public sealed record AssignAnswer(IReadOnlyList<AssignedItem> Items);

/// <summary>Where an item went.</summary>
/// <param name="Item">The name of the upload; of a row its number, from 0.</param>
/// <param name="Cluster">From 0; −1 for none.</param>
/// <param name="Name">Of the cluster.</param>
/// <param name="Probability">Of the cluster given the item; null where the method does not tell.</param>
/// <param name="Distance">From the cluster, in the method's own measure; null where it is beyond all numbers.</param>
/// <param name="Unusual">Whether it is unlike anything the model was made from.</param>
public sealed record AssignedItem(string Item, int Cluster, string Name, float? Probability, float? Distance, bool Unusual);

/// <summary>What is nearest to the items of a request, in their order.</summary>
/// <param name="Items">One an image or row.</param>
public sealed record FindAnswer(IReadOnlyList<SearchedItem> Items);

/// <summary>An item, its cluster, and what is nearest to it.</summary>
/// <param name="Item">The name of the upload; of a row its number, from 0.</param>
/// <param name="Cluster">From 0; −1 for none.</param>
/// <param name="Name">Of the cluster.</param>
/// <param name="Nearest">Items the model was made from, nearest first.</param>
public sealed record SearchedItem(string Item, int Cluster, string Name, IReadOnlyList<FoundItem> Nearest);

/// <summary>An item the model was made from.</summary>
/// <param name="Item">Its file or id, else its number.</param>
/// <param name="Cluster">From 0; −1 for none.</param>
/// <param name="Name">Of the cluster.</param>
/// <param name="Distance">Between the codes.</param>
public sealed record FoundItem(string Item, int Cluster, string Name, float Distance);

/// <summary>What is served.</summary>
public sealed record ModelAnswer
{
    /// <summary>As people say it: "images of 28x28, grey", "rows of 4 numbers".</summary>
    public required string Takes { get; init; }

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Channels { get; init; }

    /// <summary>Numbers of a row.</summary>
    public required int Columns { get; init; }

    /// <summary>Of a table, in order; null where it has none.</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>Whether pictures of any size and kind are taken.</summary>
    public required bool TakesPictures { get; init; }

    /// <summary>The network that looks at pictures first; null where there is none.</summary>
    public string? Encoder { get; init; }

    /// <summary>Whether /find knows items to look among.</summary>
    public required bool Finds { get; init; }

    public required IReadOnlyList<ServedCluster> Clusters { get; init; }

    public required ServedOrigin Origin { get; init; }

    /// <summary>Of Kindred as it runs here.</summary>
    public required string Version { get; init; }

    public required ServedLimits Limits { get; init; }
}

/// <summary>A cluster and its name.</summary>
public sealed record ServedCluster(int Cluster, string Name);

/// <summary>Where the model comes from.</summary>
public sealed record ServedOrigin(string Recipe, string Seed, string Dataset, string DatasetSha256, int Rows, string Version);

/// <summary>What a request may hold.</summary>
public sealed record ServedLimits(int BodyBytes, int Items, double Seconds);

/// <summary>Rows of numbers as a request holds them.</summary>
/// <param name="Rows">Each with as many numbers as the model takes: pixels in [0, 1], columns of a table as the table has them.</param>
public sealed record RowsBody(IReadOnlyList<IReadOnlyList<double>> Rows);

/// <summary>A problem, as RFC 9457 writes it.</summary>
internal sealed record ProblemAnswer(string Type, string Title, int Status, string Detail);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AssignAnswer))]
[JsonSerializable(typeof(FindAnswer))]
[JsonSerializable(typeof(ModelAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
internal sealed partial class ServiceJson : JsonSerializerContext;
