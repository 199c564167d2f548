using Kindred.Clustering;
using Kindred.Encoding;
using Kindred.Networks.Optimizers;
using Kindred.Recipes;

namespace Kindred.Tests.Recipes;

/// <summary>Recipes as they are, but for parts that would take long in a test.</summary>
internal static class QuickRecipes
{
    /// <summary>k-means on the rows as they are.</summary>
    public static Recipe KMeans(ulong seed = 1, int clusters = 10, int restarts = 10) => new()
    {
        Name = "kmeans-pixels",
        Clusterer = new KMeans { ClusterCount = clusters, Restarts = restarts, Seed = seed },
        Seed = seed,
    };

    /// <summary>The same recipe with its autoencoders changed, one epoch of contrastive encoders, and two iterations of mixtures on pixels.</summary>
    public static Recipe With(this Recipe recipe, Func<Autoencoder, Autoencoder> encoder) => recipe with
    {
        Steps = [.. recipe.Steps.Select(step => step is Autoencoder own ? encoder(own) : step is ContrastiveEncoder views ? views with { Epochs = 1 } : step)],
        Clusterer = recipe switch
        {
            { Name: "gmm-pixels", Clusterer: GaussianMixture mixture } => mixture with { MaxIterations = 2 },
            { Clusterer: DeepClustering deep } => deep with { Widths = [64, 5], MostPasses = 2, Pretraining = deep.Pretraining with { Optimizer = new Adam { LearningRate = 3e-3 } } },
            { Clusterer: VariationalDeepEmbedding deep } => deep with { Widths = [64, 5], Passes = 2, Pretraining = deep.Pretraining with { Optimizer = new Adam { LearningRate = 3e-3 } } },
            _ => recipe.Clusterer,
        },
    };
}
