using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Datasets.Images;
using Kindred.Models;
using Kindred.Numerics;
using Kindred.Recipes;
using Kindred.Runs;
using Kindred.Tests.Datasets;
using Kindred.Tests.Recipes;

namespace Kindred.Tests.Models;

/// <summary>The model that every recipe leaves: assigning gives the run's own groups, bit for bit, before and after the file.</summary>
public sealed class RecipeModelTests : IDisposable
{
    // small, so that all recipes are quick; 10 rows cannot be halved twice, so that the convolutional networks are framed
    private static readonly Dataset Clothes = Shrink(Wardrobe.Load(trainCount: 200, testCount: 60, seed: 3)).HoldOut(40, seed: 5);

    private static readonly EncoderCache Encoders = new();

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. RecipeCatalog.Names];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Assigning_gives_the_runs_own_groups(string name)
    {
        var run = Quick(RecipeCatalog.Create(name, seed: 2, Clothes)).Run(Clothes, Encoders);
        var folder = RunFolder.Write(_folder.Path, run);
        var loaded = KindredModel.Load(Path.Combine(folder, KindredModel.FileName));

        Assert.Equal((name, 2UL, "wardrobe", Clothes.Sha256, 160), (loaded.Origin.Recipe, loaded.Origin.Seed, loaded.Origin.Dataset, loaded.Origin.DatasetSha256, loaded.Origin.Rows));
        Assert.Equal(run.Record.Settings, loaded.Origin.Settings);
        Assert.Equal(run.Model!.UnusualDistance, loaded.UnusualDistance);
        if (loaded.Clusterer is not NeighbourVoteModel && run.Model.Steps.All(step => step.Fitted is null))  // votes of neighbours and manifolds are about new rows; the fit put the old ones where they are
        {
            Check(run.Clusters.Train!, loaded.Assign(Clothes.Train));
            Assert.Equal(0, loaded.Assign(Clothes.Train).UnusualCount);  // fewer than a thousand rows: the farthest is the threshold
        }

        Check(run.Clusters.Validation!, loaded.Assign(Clothes.Validation!));
        Check(run.Clusters.Test!, loaded.Assign(Clothes.Test!));
        Check(run.Clusters.Test!, loaded.Assign(Clothes.Test!.Bytes!));
        Check(run.Clusters.Test!, loaded.Assign(Clothes.Test!.Pixels));
        Assert.Equal(run.Clusters.Train!.Distances.Max(), loaded.UnusualDistance);  // so few rows that the farthest is the threshold

        int[] some = [7, 3, 59];
        var few = loaded.Assign(Clothes.Test!.Take(some));
        Assert.Equal(some.Select(row => run.Clusters.Test!.Clusters[row]), few.Clusters.ToArray());
        Assert.Equal(some.Select(row => run.Clusters.Test!.Distances[row]), few.Distances.ToArray());
    }

    [Fact]
    public void The_same_run_leaves_the_same_bytes()
    {
        var files = new[] { "a", "b" }.Select(parent =>
            File.ReadAllBytes(Path.Combine(RunFolder.Write(_folder[parent], QuickRecipes.KMeans().Run(Clothes)), KindredModel.FileName))).ToList();
        Assert.Equal(files[0], files[1]);
    }

    [Fact]
    public void Images_unlike_the_training_set_are_flagged()
    {
        var clothes = Shrink(Wardrobe.Load(trainCount: 2000, testCount: 400, seed: 3));
        var model = RecipeCatalog.Create("pca-gmm", 1, clothes).Run(clothes).Model!;
        var noise = new byte[50 * 120];
        for (var i = 0; i < noise.Length; i++)
            noise[i] = (byte)(((i * 2654435761L) >> 7) & 255);
        Assert.InRange(model.Assign(new ByteMatrix(50, 120, noise)).UnusualCount, 45, 50);
        Assert.Equal(2, model.Assign(clothes.Train).UnusualCount);
        Assert.InRange(model.Assign(clothes.Test!).UnusualCount, 0, 20);
    }

    private static void Check(ClusteredRows expected, Assignments actual)
    {
        Assert.Equal(expected.Clusters, actual.Clusters.ToArray());
        Assert.Equal(expected.Distances, actual.Distances.ToArray());
        Assert.Equal(expected.Probabilities ?? [], actual.Probabilities.ToArray());
        Assert.Equal(expected.Clusters.Select(group => $"Cluster {group}"), actual.Select(item => item.Name));
        Assert.Equal(Enumerable.Range(0, 10).Select(group => expected.Clusters.Count(other => other == group)), actual.Sizes);
    }

    private static Dataset Shrink(Dataset data)
    {
        var input = new ModelInput { Shape = new ImageShape(10, 12, 1), Fit = ImageFit.Stretch };
        var (train, test) = (input.Bring(data.Train), input.Bring(data.Test!));
        return data with { Train = train, Test = test, Sha256 = Checksum.Of(train, test) };
    }

    /// <summary>The same recipe with one epoch of training and few iterations.</summary>
    private static Recipe Quick(Recipe recipe) => recipe.With(encoder => encoder with { Trainer = encoder.Trainer with { Epochs = 1 } });
}
