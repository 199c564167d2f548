using Kindred.Catalog;
using Kindred.Datasets;
using Kindred.Methods;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Recipes;

/// <summary>A recipe put together from words, as on the command line: steps with commas between them, settings after colons, e.g. <c>pca:50,dense:code=10</c>.</summary>
public sealed record RecipeText
{
    /// <summary>Steps in order, e.g. <c>pca:50</c>; empty where rows are clustered as they are.</summary>
    public string Steps { get; init; } = string.Empty;

    /// <summary>E.g. <c>kmeans:restarts=3</c>.</summary>
    public required string Clusterer { get; init; }

    private string[] Words => Steps.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Every word is known.</summary>
    /// <exception cref="ArgumentException">One is not; the message names the nearest that is.</exception>
    public void Require()
    {
        foreach (var word in Words)
            MethodCatalog.Step(KindOf(word));
        MethodCatalog.Clusterer(KindOf(Clusterer));
    }

    /// <summary>The recipe that the words describe. Where no step scales, the scaling that the data need comes first.</summary>
    /// <param name="seed">Of everything random in it.</param>
    /// <param name="data">What it is to run on.</param>
    /// <param name="clusterCount">Clusters to look for; ten where not given.</param>
    /// <exception cref="ArgumentException">A word or a setting is unknown, or a step cannot stand where it does.</exception>
    public Recipe Create(ulong seed, Dataset data, int? clusterCount = null) => Create(seed, data, clusterCount, rows: null);

    /// <summary>The same for <paramref name="rows"/> that are streamed, of which <paramref name="data"/> has a sample.</summary>
    internal Recipe Create(ulong seed, Dataset data, int? clusterCount, int? rows)
    {
        ArgumentNullException.ThrowIfNull(data);
        data = data.Embedded();
        var (words, count) = (Words, clusterCount ?? RecipeCatalog.UsualClusterCount);
        var kinds = words.Select(word => MethodCatalog.Step(KindOf(word))).ToArray();
        var chain = new List<ITransformer>();
        if (!kinds.Any(kind => kind.KeepsShape) && DefaultScaling.For(data, forNetwork: kinds.Any(kind => kind.TakesUnitRange) || MethodCatalog.Clusterer(KindOf(Clusterer)).TakesUnitRange) is { } scaling)
            chain.Add(scaling);
        ImageShape? shape = data.Shape;
        foreach (var (kind, word) in kinds.Zip(words))
        {
            chain.Add(Create(kind, word, new MethodOrder(shape, rows ?? data.Train.Count, count, seed, SettingsOf(word))));
            shape = kind.KeepsShape ? shape : null;
        }

        return new Recipe
        {
            Name = string.Join('-', [.. words.Select(NameOf), NameOf(Clusterer)]),
            Steps = ValueList.Create<ITransformer>([.. chain]),
            Clusterer = Create(MethodCatalog.Clusterer(KindOf(Clusterer)), Clusterer, new MethodOrder(shape, data.Train.Count, count, seed, SettingsOf(Clusterer))),
            Seed = seed,
        };
    }

    private static string KindOf(string word) => word.Split(':')[0];

    private static T Create<T>(MethodKind<T> kind, string word, MethodOrder order)
    {
        try
        {
            var made = kind.Create(order);
            order.RequireAllRead(kind.Word);
            return made;
        }
        catch (ArgumentException wrong)
        {
            throw new ArgumentException($"'{word}' cannot be made. {wrong.Message}", wrong);
        }
    }

    /// <summary>Safe in a folder's name.</summary>
    private static string NameOf(string word) => word.Replace(":", string.Empty, StringComparison.Ordinal).Replace('=', '.');

    private static Dictionary<string, string> SettingsOf(string word)
    {
        var settings = new Dictionary<string, string>();
        foreach (var setting in word.Split(':', StringSplitOptions.TrimEntries).Skip(1))
        {
            var (name, value) = setting.Split('=', 2) is [var left, var right] ? (left, right) : (MethodOrder.Unnamed, setting);
            if (!settings.TryAdd(name, value))
                throw new ArgumentException($"'{word}' gives the setting '{(name.Length > 0 ? name : value)}' twice.");
        }

        return settings;
    }
}
