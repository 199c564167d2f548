using Kindred.Datasets;

namespace Kindred.Recipes;

/// <summary>The recipes by name. A new one is one line here.</summary>
public static class RecipeCatalog
{
    private static readonly (string Name, Func<ulong, Dataset, IRecipe> Create)[] All =
    [
        ("kmeans-pixels", (seed, _) => new KMeansOnPixels { Seed = seed }),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(recipe => recipe.Name)];

    /// <exception cref="ArgumentException">There is no recipe of this name.</exception>
    public static void Require(string name)
    {
        if (!Names.Contains(name))
            throw new ArgumentException($"There is no recipe '{name}'; there are {string.Join(", ", Names)}.");
    }

    /// <summary>The recipe with its default settings for <paramref name="data"/>, by its shape and size, never by its labels.</summary>
    /// <exception cref="ArgumentException">There is no recipe of this name.</exception>
    public static IRecipe Create(string name, ulong seed, Dataset data)
    {
        Require(name);
        return All.First(recipe => recipe.Name == name).Create(seed, data);
    }
}
