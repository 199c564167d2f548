using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Models;
using Kindred.Recipes;

namespace Kindred.Adapters.Tests;

/// <summary>Models that are learned once.</summary>
internal static class Learned
{
    public static Dataset Data { get; } = Wardrobe.Load(trainCount: 300, testCount: 60, seed: 2);

    /// <summary>Pixels → histograms → components → graph of neighbours.</summary>
    public static KindredModel Edges { get; } = RecipeCatalog.Create("hog-leiden", 1, Data, clusterCount: 5).Run(Data).Model!;

    /// <summary>Rows of pixels.</summary>
    public static KindredModel Pixels { get; } = KindredModel.Of(Data.Train, [], new KMeans { ClusterCount = 4, Seed = 1 }.Fit(Data.Train.Bytes!));
}
