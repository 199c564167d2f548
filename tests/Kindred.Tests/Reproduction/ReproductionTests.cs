using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Training;
using Kindred.Numerics;
using Kindred.Recipes;
using Kindred.Reproduction;
using Kindred.Runs;
using Kindred.Tests.Recipes;

namespace Kindred.Tests.Reproduction;

public sealed class ReproductionTests : IDisposable
{
    private static readonly Dataset Data = Tiny(seed: 3);

    private readonly string _folder = Directory.CreateTempSubdirectory("kindred-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_recipe_runs_with_every_seed_and_the_tables_are_written()
    {
        var result = Small(seeds: 2).Run(Data, _folder);
        Assert.Equal(RecipeCatalog.UsualNames.Count * 2, result.Runs.Count);
        Assert.Equal(RecipeCatalog.UsualNames.Count * 2, RunFolder.Find(_folder).Count);
        Assert.Equal([1UL, 2UL], result.Seeds);
        Assert.All(result.Runs, run => Assert.Equal((120, 40), (run.Dataset.Train, run.Dataset.Test)));
        foreach (var file in new[] { "reproduction.md", "reproduction.json", "report.html" })
            Assert.True(new FileInfo(Path.Combine(_folder, file)).Length > 0, file);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder, "*.partial"));
    }

    [Fact]
    public void Clusterers_learn_from_all_training_rows_though_the_autoencoder_holds_some_out()
    {
        var result = Small(seeds: 1).Run(Data, _folder);
        foreach (var run in result.Runs)
            Assert.Equal(120, run.Confusion.Train!.Sum(row => row.Sum()));
    }

    [Fact]
    public void The_autoencoder_is_trained_once_for_the_recipes_that_share_it()
    {
        var trained = new List<string>();
        Small(seeds: 1).Run(Data, _folder, new Told(value =>
        {
            if (value.Step is { Stage: "training", Step: 1 })
                trained.Add(value.Recipe);
        }));
        Assert.Equal(["dense-kmeans", "conv-kmeans"], trained);
    }

    [Fact]
    public void What_is_finished_is_not_run_again()
    {
        Small(seeds: 1).Run(Data, _folder);
        var steps = 0;
        var result = Small(seeds: 1).Run(Data, _folder, new Told(value => steps += value.Step is null ? 0 : 1));
        Assert.Equal(0, steps);
        Assert.Equal(RecipeCatalog.UsualNames.Count, RunFolder.Find(_folder).Count);
        Assert.Equal(RecipeCatalog.UsualNames, result.Runs.Select(run => run.Recipe));
    }

    [Fact]
    public void Another_seed_other_settings_or_other_data_are_run_again()
    {
        var one = Small(seeds: 1) with { RecipeNames = ["kmeans-pixels"] };
        one.Run(Data, _folder);
        (one with { FirstSeed = 2 }).Run(Data, _folder);
        (one with { Create = (_, seed, _) => QuickRecipes.KMeans(seed, clusters: 9) }).Run(Data, _folder);
        one.Run(Tiny(seed: 4), _folder);
        Assert.Equal(4, RunFolder.Find(_folder).Count);
    }

    [Fact]
    public void Stopped_in_the_middle_of_a_training_it_goes_on_to_the_same_bits()
    {
        var whole = Path.Combine(_folder, "whole");
        var stopped = Path.Combine(_folder, "stopped");
        Small(seeds: 1).Run(Data, whole);
        using (var stop = new CancellationTokenSource())
        {
            var stopper = new Told(value =>
            {
                if (value is { Recipe: "conv-kmeans", Step: { Stage: "training", Step: 1 } })
                    stop.Cancel();
            });
            Assert.ThrowsAny<OperationCanceledException>(() => Small(seeds: 1).Run(Data, stopped, stopper, stop.Token));
        }

        Assert.Equal(RecipeCatalog.UsualNames.ToList().IndexOf("conv-kmeans"), RunFolder.Find(stopped).Count);
        var epochs = new List<int>();
        Small(seeds: 1).Run(Data, stopped, new Told(value =>
        {
            if (value.Step is { Stage: "training" } step)
                epochs.Add(step.Step);
        }));
        Assert.Equal([2], epochs);
        foreach (var (first, second) in RunFolder.Find(whole).Zip(RunFolder.Find(stopped)))
        {
            foreach (var file in new[] { "assignments.csv", "details.safetensors" })
                Assert.Equal(File.ReadAllBytes(Path.Combine(first, file)), File.ReadAllBytes(Path.Combine(second, file)));
        }
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit_of_any_recipe()
    {
        var (data, threads) = (Tiny(seed: 5, rows: 900), Parallelism.Threads);
        try
        {
            foreach (var count in new[] { 1, 2, 4 })
            {
                Parallelism.Threads = count;
                Small(seeds: 1).Run(data, Path.Combine(_folder, $"{count}"));
            }
        }
        finally
        {
            Parallelism.Threads = threads;
        }

        foreach (var run in RunFolder.Find(Path.Combine(_folder, "1")).Select(Path.GetFileName))
        {
            foreach (var file in new[] { "assignments.csv", "details.safetensors", "model.kindred" }.Where(name => File.Exists(Path.Combine(_folder, "1", run!, name))))
            {
                var one = File.ReadAllBytes(Path.Combine(_folder, "1", run!, file));
                Assert.Equal(one, File.ReadAllBytes(Path.Combine(_folder, "2", run!, file)));
                Assert.Equal(one, File.ReadAllBytes(Path.Combine(_folder, "4", run!, file)));
            }
        }
    }

    [Fact]
    public void Two_processes_do_not_work_in_one_folder()
    {
        using var other = new FileStream(Path.Combine(_folder, ".reproducing"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        var refused = Assert.Throws<IOException>(() => Small(seeds: 1).Run(Data, _folder));
        Assert.Contains(_folder, refused.Message, StringComparison.Ordinal);
    }

    /// <summary>All recipes with two epochs of small batches.</summary>
    private static PublishedStudies Small(int seeds) => new() { Seeds = seeds, Create = CreateSmall };

    private static Recipe CreateSmall(string name, ulong seed, Dataset data)
    {
        var recipe = RecipeCatalog.Create(name, seed, data).With(Short);
        return name is "dense-gmm" or "conv-gmm" ? recipe with { Clusterer = (GaussianMixture)recipe.Clusterer with { Ridge = 1e-3 } } : recipe;
    }

    private static Autoencoder Short(Autoencoder encoder) => encoder with
    {
        Architecture = encoder.Architecture is DenseArchitecture ? new DenseArchitecture { Widths = [144, 32, 10] } : encoder.Architecture,
        Trainer = new Trainer { Epochs = 2, BatchSize = 64, EarlyStopping = new EarlyStopping() },
    };

    /// <summary>The wardrobe in 12 x 12 pixels: every second one, without the border.</summary>
    private static Dataset Tiny(ulong seed, int rows = 120)
    {
        var data = Wardrobe.Load(trainCount: rows, testCount: 40, seed);
        var (train, test) = (Shrink(data.Train), Shrink(data.Test!));
        return new Dataset("tiny", $"{seed}", train, test, data.ClassNames);
    }

    private static ImageSet Shrink(ImageSet images)
    {
        const int Side = 12;
        var bytes = new byte[images.Count * Side * Side];
        for (var i = 0; i < bytes.Length; i++)
        {
            var (image, y, x) = (i / (Side * Side), i / Side % Side, i % Side);
            bytes[i] = images.Bytes!.Row(image)[((2 + (2 * y)) * 28) + 2 + (2 * x)];
        }

        return new ImageSet(new ByteMatrix(images.Count, Side * Side, bytes), new ImageShape(Side, Side, 1), images.Classes);
    }

    private sealed class Told(Action<ReproductionProgress> tell) : IProgress<ReproductionProgress>
    {
        public void Report(ReproductionProgress value) => tell(value);
    }
}
