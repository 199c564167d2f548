using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Models;
using Kindred.Tests.Datasets;
using Kindred.Tests.Recipes;

namespace Kindred.Tests.Models;

public sealed class FashionMnistModelTests
{
    [FashionMnistFact]
    [Trait("Category", "Slow")]
    public void Ten_thousand_PNG_files_have_the_pixels_and_the_clusters_of_the_IDX_file()
    {
        using var folder = new TemporaryFolder();
        var data = FashionMnist.Load();
        var test = data.Test!;
        for (var i = 0; i < test.Count; i++)
            PngFile.Write(folder[$"{i:00000}.png"], new Picture(28, 28, 1, test.Bytes!.Row(i).ToArray()));

        var pictures = ImageFolder.Read(folder.Path);

        Assert.Equal((10_000, data.Shape, 0), (pictures.Train.Count, pictures.Shape, pictures.Files!.Skipped.Count));
        Assert.True(test.Bytes!.Values.SequenceEqual(pictures.Train.Bytes!.Values));
        var model = KindredModel.Of(test, [], new KMeans { ClusterCount = 10, Restarts = 1, Seed = 1 }.Fit(test.Bytes!));
        Assert.Equal(model.Assign(test).ToArray(), model.Assign(pictures.Train).ToArray());
        var (fromIdx, fromPng) = (QuickRecipes.KMeans().Run(data with { Train = test, Test = null }), QuickRecipes.KMeans().Run(pictures));
        Assert.Equal(fromIdx.Clusters.Train!.Clusters, fromPng.Clusters.Train!.Clusters);
    }
}
