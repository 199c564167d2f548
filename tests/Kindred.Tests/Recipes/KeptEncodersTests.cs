using Kindred.Datasets;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Recipes;
using Kindred.Tests.Datasets;

namespace Kindred.Tests.Recipes;

/// <summary>Encoders that are kept in a folder while they train.</summary>
[Collection(OneAtATime.Name)]
public sealed class KeptEncodersTests
{
    private static readonly Dataset Data = Wardrobe.Load(trainCount: 80, testCount: 1);

    [Fact]
    public void A_run_that_is_stopped_after_any_epoch_goes_on_to_the_same_codes_and_leaves_nothing()
    {
        var recipe = new RecipeText { Steps = "contrastive:epochs=3:batch=16:width=4", Clusterer = "kmeans" }.Create(seed: 5, Data, clusterCount: 3);
        var expected = recipe.RowsToCluster(Data, new EncoderCache(), progress: null, CancellationToken.None).Values.ToArray();
        for (var epoch = 1; epoch <= 2; epoch++)
        {
            using var folder = new TemporaryFolder();
            var kept = Path.Combine(folder.Path, "kept");
            using var source = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => recipe.RowsToCluster(Data, new EncoderCache(kept), new CancelAfter(epoch, source), source.Token));
            var watch = new EpochCount();
            var encoders = new EncoderCache(kept);
            Assert.Equal(expected, recipe.RowsToCluster(Data, encoders, watch, CancellationToken.None).Values.ToArray());
            Assert.Equal(3 - epoch, watch.Count);
            Assert.Equal(expected, recipe.RowsToCluster(Data, new EncoderCache(kept), watch, CancellationToken.None).Values.ToArray());  // read, not trained
            Assert.Equal(3 - epoch, watch.Count);
            encoders.RemoveKept();
            Assert.False(Directory.Exists(kept));
        }
    }

    [Fact]
    public void What_others_keep_in_the_folder_stays_and_two_do_not_train_one_network()
    {
        var recipe = new RecipeText { Steps = "contrastive:epochs=1:batch=16:width=4", Clusterer = "kmeans" }.Create(seed: 5, Data, clusterCount: 3);
        using var folder = new TemporaryFolder();
        var encoders = new EncoderCache(folder.Path);
        recipe.RowsToCluster(Data, encoders, progress: null, CancellationToken.None);
        var key = Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(folder.Path)));
        File.WriteAllText(Path.Combine(folder.Path, "other.safetensors"), "another's");
        encoders.RemoveKept();
        Assert.Equal("other.safetensors", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(folder.Path))));
        using var alone = Unfinished.Alone(Path.Combine(folder.Path, key), "training");
        Assert.Contains("Another process is training", Assert.Throws<IOException>(() =>
            recipe.RowsToCluster(Data, new EncoderCache(folder.Path), progress: null, CancellationToken.None)).Message, StringComparison.Ordinal);
    }

    private sealed class EpochCount : IProgress<FitProgress>
    {
        public int Count { get; private set; }

        public void Report(FitProgress value) => Count += value.Stage == "training" ? 1 : 0;
    }

    private sealed class CancelAfter(int epoch, CancellationTokenSource source) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            if (value.Stage == "training" && value.Step == epoch)
                source.Cancel();
        }
    }
}
