using System.Globalization;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Datasets.Streaming;
using Kindred.Networks.Storage;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Recipes;
using Kindred.Runs;

namespace Kindred.Selection;

/// <summary>Clusters more rows than memory holds, and rows that several processes share: what learns in passes sees all rows, what cannot sees a sample, and all rows are assigned.</summary>
public sealed record StreamedClustering
{
    private const double BytesASampleRow = 8192;   // of the graph, its map and what is said of them
    private const int LeastSampleRows = 200;       // fewer say nothing
    private const int BytesASampleValue = 16;      // of pixels as bytes and floats, and of codes

    /// <summary>What is asked for, as of rows in memory.</summary>
    public required AutoClustering Settings { get; init; }

    /// <summary>Rows in the sample at most; fewer where half of the memory has no room for them.</summary>
    public int MaxSampleRows { get; init => field = Guard.Positive(value); } = 60_000;

    /// <summary>Whether the clusterer can learn from all rows in passes, so that several processes gain from sharing them.</summary>
    /// <param name="sample">Some of the rows.</param>
    public bool SeesAllRows(Dataset sample) => (Settings.Recipe is not null || Settings.Chain is not null) && StreamedFit.NeedsSample(Create(sample, Settings.ClusterCount ?? 2).Clusterer) is null;

    /// <summary>What a run would learn from, told from a sample; nothing is learned.</summary>
    /// <param name="data">All rows.</param>
    /// <param name="stream">The processes, and their memory.</param>
    /// <param name="encoder">The network that would make numbers of the pictures first; null where none would.</param>
    /// <exception cref="ArgumentException">There are too few rows, or the recipe needs all of them in memory.</exception>
    public StreamedPlan Plan(StreamedDataset data, StreamSettings stream, EncoderIdentity? encoder = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(stream);
        if (encoder is not null)
            data = data.Embedded(new RowsToCome(data.Rows.Rows, encoder.Columns, data.Rows.BytesOfRow), encoder);
        var sample = data.Take(new RowSample(data.Rows.Rows, SampleRows(data.Rows, stream.AgreedMemory()), Settings.Seed).Rows);
        var (name, reason) = RecipeFor(sample);
        var recipe = (this with { Settings = Settings with { Recipe = name } }).Create(sample, Settings.ClusterCount ?? 2, data.Rows.Rows);
        StreamedFit.RequireSampling(recipe, data.Rows.Rows, data.Rows.Columns);
        var steps = (reason is not null && sample.Shape.IsTable) || !StreamedFit.IsWorthwhile(recipe) ? [OfSample(recipe, recipe.Chain(), sample)] : StreamedFit.Planned(recipe, data.Rows.Rows, sample.Train.Count);
        return new StreamedPlan(name ?? recipe.Name, reason, steps, SampleRule(data, sample));
    }

    /// <summary>Clusters, assigns and saves; every process makes the call and the first one writes.</summary>
    /// <param name="data">All rows.</param>
    /// <param name="parent">The folder in which the run's own will lie.</param>
    /// <param name="stream">The processes, and their memory.</param>
    /// <param name="finish">Adds to the run's folder before it appears, with the run of the sample: the first process alone.</param>
    /// <param name="progress">Hears of every pass.</param>
    /// <param name="cancellation">Stops within a block.</param>
    /// <exception cref="ArgumentException">There are too few rows, or the recipe needs all of them in memory.</exception>
    /// <exception cref="FitException">The data cannot be clustered as asked.</exception>
    public StreamedRun Run(
        StreamedDataset data, string parent, StreamSettings stream, Action<string, StreamedRun>? finish = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(stream);
        if (data.Rows.Rows < 2)
            throw new ArgumentException($"{data.Name} is one item alone; at least two are needed to form clusters.");
        var memory = stream.AgreedMemory();
        var drawn = new RowSample(data.Rows.Rows, SampleRows(data.Rows, memory), Settings.Seed);
        var sample = data.Take(drawn.Rows);
        var (run, steps, fitted, sawAll) = Fit(data, sample, drawn, stream, memory, progress, cancellation);
        stream.Communicator.AwaitFirst();  // which alone looks at the sample
        var known = fitted is not null && run.Model!.Clusterer.Fitted is { } put ? (fitted, put) : default((int[], Membership)?);
        var assignments = new StreamedAssignments(data, run.Model!, stream) { Fitted = known };
        if (sawAll)
        {
            var model = run.Model!.WithUnusualDistance(assignments.FarthestUsual(progress, cancellation));
            (run, assignments) = (run with { Model = model }, new StreamedAssignments(data, model, stream));
        }

        var summary = new StreamingSummary(data.Rows.Rows, stream.Communicator.Size, stream.Memory, sample.Train.Count, SampleRule(data, sample), steps);
        var streamed = new StreamedRun(run, sample, summary, string.Empty);
        return Save(streamed, parent, stream, assignments, finish, progress, cancellation);
    }

    private static StreamedRun Save(
        StreamedRun run, string parent, StreamSettings stream, StreamedAssignments assignments, Action<string, StreamedRun>? finish, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        if (stream.Communicator.Rank > 0)
        {
            assignments.Write(null, progress, cancellation);
            return run.With(assignments, string.Empty);
        }

        var folder = RunFolder.Write(parent, run.Sample, path =>
        {
            WholeFile.Write(path, file => assignments.Write(file, progress, cancellation));
            run = run.With(assignments, string.Empty);
            finish?.Invoke(Path.GetDirectoryName(path)!, run);
            return run.Record;
        });
        return run.With(assignments, folder);
    }

    /// <summary>The recipe, fitted: by all processes where the clusterer learns in passes, else by the first one, whose model the others get.</summary>
    private Learned Fit(
        StreamedDataset data, Dataset sample, RowSample drawn, StreamSettings stream, long memory, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var (name, reason) = RecipeFor(sample);
        var named = this with { Settings = Settings with { Recipe = name } };
        var recipe = named.Create(sample, Settings.ClusterCount ?? 2);
        StreamedFit.RequireSampling(recipe, data.Rows.Rows, data.Rows.Columns);
        var isChosenByRows = reason is not null && sample.Shape.IsTable;  // by the sample's, from which the recipe then learns, too
        if (!isChosenByRows && StreamedFit.NeedsSample(recipe.Clusterer) is null)
            return named.FitInPasses(data, sample, drawn, reason, stream, progress, cancellation);
        var alone = new StreamSettings { Communicator = SingleProcess.Instance, Memory = memory };
        var learned = stream.Communicator.Rank > 0 ? null
            : !isChosenByRows && StreamedFit.IsWorthwhile(recipe) ? named.FitInPasses(data, sample, drawn, reason, alone, progress, cancellation)
            : named.FitSample(sample, drawn, recipe, reason is not null, progress, cancellation);
        var run = SharedModel.OfFirst(learned?.Run, stream.Communicator, sample);
        return learned ?? new Learned(run, [], null, SawAll: false);
    }

    private Learned FitSample(Dataset sample, RowSample drawn, Recipe recipe, bool isChosen, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var run = (isChosen ? Settings with { Recipe = null } : Settings).Run(sample, encoders: null, progress, cancellation);
        return new Learned(run, [OfSample(recipe, run.Record.Chain ?? recipe.Chain(), sample)], drawn.Rows, SawAll: false);
    }

    private static StreamedStep OfSample(Recipe recipe, string chain, Dataset sample) =>
        new(chain, sample.Train.Count, $"{StreamedFit.NeedsSample(recipe.Clusterer) ?? "The recipe was chosen by a sample, and learned from it."} All rows then go where the model of the sample puts them.");

    private (string? Name, string? Reason) RecipeFor(Dataset sample) => Settings.Recipe is null && Settings.Chain is null ? DefaultRecipe.For(sample) : (Settings.Recipe, null);

    private Learned FitInPasses(
        StreamedDataset data, Dataset sample, RowSample drawn, string? reason, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var clock = new StageClock();
        var counted = Settings.ClusterCount is null ? clock.Time("number of clusters", () => Settings.Count(Create(sample, 1), sample, new EncoderCache(), progress, cancellation)) : null;
        var recipe = Create(sample, Settings.ClusterCount ?? counted!.Count, data.Rows.Rows);
        var fit = StreamedFit.Of(recipe, data, sample, drawn, stream, clock, progress, cancellation);
        var places = fit.ClusteredRows is { } wider ? drawn.PlacesIn(wider) : null;
        Run Finish(TrustCheck? trust, RowMap? map) => recipe.Run(sample, fit.Models, fit.Clusterer, places, clock, trust, map, progress, cancellation);
        if (stream.Communicator.Rank > 0)
            return new Learned(Finish(trust: null, map: null), fit.Steps, fit.ClusteredRows, fit.ClustererSawAll);
        var ofSample = Settings.Findings.Add(Finish(Settings.Trust with { Seed = Settings.Seed }, Settings.Map with { Seed = Settings.Seed }), sample, progress, cancellation);
        var run = ofSample with { Record = ofSample.Record with { Warnings = [.. fit.Warnings, .. ofSample.Record.Warnings], RecipeReason = reason, ClusterCountEstimate = counted?.Curve, ClusterCountRange = counted?.Range } };
        return new Learned(run, fit.Steps, fit.ClusteredRows, fit.ClustererSawAll);
    }

    private Recipe Create(Dataset sample, int clusterCount, int? rows = null) =>
        Settings.Chain?.Create(Settings.Seed, sample, clusterCount, rows) ?? RecipeCatalog.Create(Settings.Recipe!, Settings.Seed, sample, clusterCount, rows);

    private int SampleRows(IRowSource rows, long memory) =>
        (int)Math.Clamp(memory / 2 / (BytesASampleRow + (BytesASampleValue * (double)rows.Columns)), Math.Min(rows.Rows, LeastSampleRows), Math.Min(rows.Rows, Math.Max(LeastSampleRows, MaxSampleRows)));

    private string SampleRule(StreamedDataset data, Dataset sample) => sample.Train.Count == data.Rows.Rows ? "All rows are in the sample."
        : string.Create(CultureInfo.InvariantCulture, $"{sample.Train.Count:N0} of {data.Rows.Rows:N0} rows, drawn by the seed {Settings.Seed}: as many as half of the memory has room for, {MaxSampleRows:N0} at most.");

    /// <param name="Run">As the page shows it.</param>
    /// <param name="Steps">What each part of the recipe learned from.</param>
    /// <param name="ClusteredRows">That the clusterer was fitted on in memory; null where it saw all in passes, and at processes that were given the model.</param>
    /// <param name="SawAll">Whether it did.</param>
    private sealed record Learned(Run Run, IReadOnlyList<StreamedStep> Steps, int[]? ClusteredRows, bool SawAll);
}
