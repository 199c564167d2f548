using System.Diagnostics;
using Kindred.Datasets;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Recipes;
using Kindred.Reporting;
using Kindred.Runs;

namespace Kindred.Reproduction;

/// <summary>Both published systems and the baselines beside them: every recipe on one data set, seed by seed, in a folder where what is finished stays.</summary>
/// <remarks>An autoencoder is trained once per seed and shared. Interrupted at any moment, a second call goes on within an epoch, to the same bits.</remarks>
public sealed record PublishedStudies
{
    /// <summary>Where trained encoders, and the checkpoints of one in training, are kept in the folder.</summary>
    public const string EncodersFolder = "encoders";

    /// <summary>The first seed; the others follow.</summary>
    public ulong FirstSeed { get; init; } = 1;

    public int Seeds { get; init => field = Guard.Positive(value); } = 1;

    /// <summary>Names of <see cref="RecipeCatalog"/>, run in this order for every seed.</summary>
    public ValueList<string> RecipeNames { get; init; } = ValueList.Create<string>([.. RecipeCatalog.UsualNames]);

    /// <summary>Whether the figures of every run are drawn too.</summary>
    public bool Figures { get; init; }

    /// <summary>Makes the recipe of a name.</summary>
    internal Func<string, ulong, Dataset, Recipe> Create { get; init; } = (name, seed, data) => RecipeCatalog.Create(name, seed, data);

    /// <summary>Runs what <paramref name="folder"/> does not hold yet, then writes the tables and the report there.</summary>
    /// <param name="data">The published figures stand beside the results if this is Fashion-MNIST.</param>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="progress">Told what runs and about how long the rest takes.</param>
    /// <param name="cancellation">What is finished stays.</param>
    /// <exception cref="IOException">Another process is at work in the folder.</exception>
    /// <exception cref="InvalidDataException">A run in the folder is damaged.</exception>
    public ReproductionResult Run(
        Dataset data, string folder, IProgress<ReproductionProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        using var alone = Unfinished.Alone(folder, "reproducing");  // two processes would write the same checkpoints
        var folders = RunAll(data, folder, progress, cancellation);
        var result = new ReproductionResult([.. folders.Select(RunFolder.Read)]);
        RunReport.Write(Path.Combine(folder, RunReport.FileName), data, RunReport.Read(folders), result.Published, cancellation: cancellation);
        foreach (var run in Figures ? folders : [])
            RunFigures.Write(run, data, RunFolder.ReadWhole(run));
        result.Save(folder);
        return result;
    }

    private List<string> RunAll(Dataset data, string folder, IProgress<ReproductionProgress>? progress, CancellationToken cancellation)
    {
        var finished = RunFolder.Find(folder).Select(run => (Folder: run, Record: RunFolder.Read(run))).ToList();
        var watch = new ReproductionWatch(progress, Enumerable.Repeat(RecipeNames, Seeds).SelectMany(names => names), data.Train.Count);
        var folders = new List<string>();
        for (var seed = FirstSeed; seed < FirstSeed + (ulong)Seeds; seed++)
        {
            var encoders = new EncoderCache(Path.Combine(folder, EncodersFolder));  // a new one per seed: networks of other seeds need no memory
            foreach (var name in RecipeNames)
            {
                var recipe = Create(name, seed, data);
                watch.Begin(recipe);
                if (finished.Find(run => IsOf(run.Record, recipe, data)) is { Folder: { } earlier, Record: var record })
                {
                    folders.Add(earlier);
                    watch.Finish(record.Stages.Where(stage => !stage.Shared).Sum(stage => stage.Seconds));
                    continue;
                }

                var started = Stopwatch.GetTimestamp();
                folders.Add(RunFolder.Write(folder, recipe.Run(data, encoders, trust: null, map: null, watch, cancellation)));
                watch.Finish(Stopwatch.GetElapsedTime(started).TotalSeconds);
            }
        }

        return folders;
    }

    /// <summary>Whether a record tells of this recipe with these settings and this seed, on these data.</summary>
    private static bool IsOf(RunRecord record, Recipe recipe, Dataset data) =>
        record.Recipe == recipe.Name && record.Seed == recipe.Seed && record.Settings == recipe.ToString()
        && record.Dataset.Sha256 == data.Sha256 && record.Dataset.SplitSeed == data.Split?.Seed;
}
