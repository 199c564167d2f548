using Kindred.Catalog;
using Kindred.Datasets;
using Kindred.Methods;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Recipes;

/// <summary>Recipes put together from words, as on the command line: steps with commas between them, settings after colons, e.g. <c>pca:50,dense:code=10</c>.</summary>
public static class RecipeText
{
    /// <summary>The recipe that the words describe. Where no step scales, the scaling that the data need comes first.</summary>
    /// <param name="steps">Steps in order, e.g. <c>pca:50</c>; empty where rows are clustered as they are.</param>
    /// <param name="clusterer">E.g. <c>kmeans:restarts=3</c>.</param>
    /// <param name="seed">Of everything random in it.</param>
    /// <param name="data">What it is to run on.</param>
    /// <param name="clusterCount">Clusters to look for.</param>
    /// <exception cref="ArgumentException">A word or a setting is unknown, or a step cannot stand where it does.</exception>
    public static Recipe Compose(string steps, string clusterer, ulong seed, Dataset data, int clusterCount)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(clusterer);
        ArgumentNullException.ThrowIfNull(data);
        string[] words = [.. steps.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        var kinds = words.Select(word => MethodCatalog.Step(word.Split(':')[0])).ToArray();
        var chain = new List<ITransformer>();
        if (!kinds.Any(kind => kind.KeepsShape) && DefaultScaling.For(data, forNetwork: kinds.Any(kind => kind.TakesUnitRange)) is { } scaling)
            chain.Add(scaling);
        ImageShape? shape = data.Shape;
        foreach (var (kind, word) in kinds.Zip(words))
        {
            chain.Add(Create(kind, word, new MethodOrder(shape, data.Train.Count, clusterCount, seed, SettingsOf(word))));
            shape = kind.KeepsShape ? shape : null;
        }

        var last = MethodCatalog.Clusterer(clusterer.Split(':')[0]);
        return new Recipe
        {
            Name = string.Join('-', [.. words.Select(NameOf), NameOf(clusterer)]),
            Steps = ValueList.Create<ITransformer>([.. chain]),
            Clusterer = Create(last, clusterer, new MethodOrder(shape, data.Train.Count, clusterCount, seed, SettingsOf(clusterer))),
            Seed = seed,
        };
    }

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
