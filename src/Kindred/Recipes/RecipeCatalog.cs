using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Methods;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Recipes;

/// <summary>The recipes by name, with their default settings. A new one is one line here.</summary>
public static class RecipeCatalog
{
    /// <summary>Clusters that recipes look for unless told otherwise: the classes of the benchmarks.</summary>
    public const int UsualClusterCount = 10;

    // n rows of p numbers → codes → k clusters; scaling is left out where the values need none
    private static readonly Entry[] Known =
    [
        new("kmeans-pixels",      Effort.Quick,    order => [order.Scaling], order => order.KMeans),                                  // n x p → n, [0, k)
        new("gmm-pixels",         Effort.Usual,    order => [order.Scaling], order => order.PixelMixture),                            // n x p
        new("pca-gmm",            Effort.Quick,    order => [order.Scaling, order.Components], order => order.Mixture),               // n x p → n x 10
        new("pca90-gmm",          Effort.Quick,    order => [order.Scaling, order.SpanningComponents], order => order.SpanningMixture),  // n x p → n x 90 % of the variance
        new("knn-leiden",         Effort.Quick,    order => [order.Scaling, order.WideComponents], order => order.Leiden),            // n x p → n x 200 at most
        new("hog-leiden",         Effort.Quick,    order => [order.Scaling, order.Edges, order.EdgeComponents], order => order.Leiden) { NeedsPictures = true },  // n x p → n x cells · 8 → n x 200
        new("embedding-leiden",   Effort.Quick,    order => [order.Step("unit"), order.WideComponents], order => order.Leiden) { NeedsEmbedding = true },  // n x numbers of an encoder → n x 200
        new("dense-kmeans",       Effort.Usual,    order => [order.NetworkScaling, order.Step("dense")], order => order.KMeans),      // n x p → n x 10
        new("dense-gmm",          Effort.Usual,    order => [order.NetworkScaling, order.Step("dense")], order => order.Mixture),     // n x p → n x 10
        new("conv-kmeans",        Effort.Usual,    order => [order.NetworkScaling, order.Step("conv")], order => order.KMeans) { NeedsPictures = true },   // n x p → n x code
        new("conv-gmm",           Effort.Usual,    order => [order.NetworkScaling, order.Step("conv")], order => order.Mixture) { NeedsPictures = true },  // n x p → n x code
        new("n2d",                Effort.Thorough, order => [order.NetworkScaling, order.Step("dense"), order.Manifold], order => order.Mixture with { RidgeShare = 0.001 }),  // n x p → n x 10 → n x 10
        new("dec",                Effort.Thorough, order => [order.NetworkScaling], order => order.Clusterer("dec")),                 // n x p, codes of 10 inside
        new("idec",               Effort.Thorough, order => [order.NetworkScaling], order => order.Clusterer("idec")),                // n x p, codes of 10 inside
        new("dcn",                Effort.Thorough, order => [order.NetworkScaling], order => order.Clusterer("dcn")),                 // n x p, codes of 10 inside
        new("vade",               Effort.Thorough, order => [order.NetworkScaling], order => order.Clusterer("vade")),                // n x p, codes of 10 inside
        new("contrastive-leiden", Effort.Thorough, order => [order.NetworkScaling, order.Step("contrastive")], order => order.Leiden) { NeedsPictures = true },  // n x p → n x 256
        new("contrastive-heads",  Effort.Thorough, order => [order.NetworkScaling, order.Step("contrastive")], order => order.Heads) { NeedsPictures = true },   // n x p → n x 256
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(recipe => recipe.Name)];

    /// <summary>The recipes that are run where none is named: all but those whose networks train for a quarter of an hour, and those of embeddings.</summary>
    public static IReadOnlyList<string> UsualNames { get; } = [.. Known.Where(recipe => recipe.Effort <= Effort.Usual && !recipe.NeedsEmbedding).Select(recipe => recipe.Name)];

    /// <summary>The recipes that take no more than <paramref name="effort"/> and can run on <paramref name="data"/>: those that look at pictures need pictures, and those of
    /// embeddings one.</summary>
    public static IReadOnlyList<string> NamesFor(Dataset data, Effort effort = Effort.Usual)
    {
        ArgumentNullException.ThrowIfNull(data);
        return [.. Known.Where(recipe => recipe.Effort <= effort && recipe.CanTake(data)).Select(recipe => recipe.Name)];
    }

    /// <summary>Steps and clusterer of a recipe in words, as for grey pictures that need no scaling.</summary>
    /// <exception cref="ArgumentException">There is no recipe of this name.</exception>
    public static string ChainOf(string name) => Create(name, seed: 0, Wardrobe.Load(trainCount: 10, testCount: 1)).Chain();

    /// <exception cref="ArgumentException">There is no recipe of this name.</exception>
    public static void Require(string name)
    {
        if (!Names.Contains(name))
            throw new ArgumentException(NearestWord.Unknown("recipe", name, Names));
    }

    /// <summary>The recipe with its default settings for <paramref name="data"/>, by its shape, size and values, never by its classes.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">Of everything random in it.</param>
    /// <param name="data">What it is to run on.</param>
    /// <param name="clusterCount">Clusters to look for; ten where not given.</param>
    /// <exception cref="ArgumentException">There is no recipe of this name.</exception>
    public static Recipe Create(string name, ulong seed, Dataset data, int? clusterCount = null) => Create(name, seed, data, clusterCount, rows: null);

    /// <summary>The same for <paramref name="rows"/> that are streamed, of which <paramref name="data"/> has a sample.</summary>
    internal static Recipe Create(string name, ulong seed, Dataset data, int? clusterCount, int? rows)
    {
        Require(name);
        ArgumentNullException.ThrowIfNull(data);
        var order = new RecipeOrder(seed, data.Embedded(), clusterCount ?? UsualClusterCount) { Rows = rows };
        var entry = Known.First(recipe => recipe.Name == name);
        return new Recipe
        {
            Name = name,
            Steps = ValueList.Create<ITransformer>([.. entry.Steps(order).OfType<ITransformer>()]),
            Clusterer = entry.Clusterer(order),
            Seed = seed,
        };
    }

    /// <param name="Name">As on the command line.</param>
    /// <param name="Effort">How long it may learn.</param>
    /// <param name="Steps">From rows to codes; those that the data do not need are null.</param>
    /// <param name="Clusterer">From codes to clusters.</param>
    private sealed record Entry(string Name, Effort Effort, Func<RecipeOrder, ITransformer?[]> Steps, Func<RecipeOrder, IClusterer> Clusterer)
    {
        public bool NeedsPictures { get; init; }

        /// <summary>Whether it compares the numbers of an encoder.</summary>
        public bool NeedsEmbedding { get; init; }

        public bool CanTake(Dataset data) => (!NeedsPictures || (!data.Shape.IsTable && data.Embedding is null)) && (!NeedsEmbedding || data.Embedding is not null);
    }
}
