using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Numerics;
using Kindred.Recipes;
using Kindred.Runs;

namespace Kindred.Selection;

/// <summary>Clusters data that nobody has labelled: chooses what is left open by the data's size and kind, and looks for what stands out.</summary>
public sealed record AutoClustering
{
    /// <summary>A name in <see cref="RecipeCatalog.Names"/>; null takes the one that serves such data.</summary>
    public string? Recipe { get; init; }

    /// <summary>A chain of one's own instead of a recipe; null takes <see cref="Recipe"/>.</summary>
    public RecipeText? Chain { get; init; }

    /// <summary>Clusters to look for; null estimates their number.</summary>
    public int? ClusterCount { get; init => field = value is { } count ? Guard.Positive(count) : null; }

    /// <summary>How the number of clusters is estimated for rows of a table; its seed is <see cref="Seed"/>.</summary>
    public ClusterCountEstimate Estimate { get; init; } = new();

    /// <summary>How it is estimated for pictures; its seed is <see cref="Seed"/>.</summary>
    public UnfoldedCount Unfolded { get; init; } = new();

    /// <summary>How the recipe of a table is chosen where nobody did; its seed is <see cref="Seed"/>.</summary>
    public TableRecipe Table { get; init; } = new();

    public OutlierAndDuplicateSearch Findings { get; init; } = new();

    /// <summary>How it is looked at whether the clusters can be trusted; its seed is <see cref="Seed"/>.</summary>
    public TrustCheck Trust { get; init; } = new();

    /// <summary>How rows are laid out for the report; its seed is <see cref="Seed"/>.</summary>
    public RowMap Map { get; init; } = new();

    public ulong Seed { get; init; } = 1;

    /// <summary>The run, with its findings; the record says what was chosen and why.</summary>
    /// <exception cref="ArgumentException">There is no such recipe, or there are too few rows.</exception>
    /// <exception cref="FitException">The data cannot be grouped as asked.</exception>
    public Run Run(Dataset data, EncoderCache? encoders = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Train.Count < 2)
            throw new ArgumentException($"{data.Name} is one item alone; at least two are needed to form clusters.");
        RequireClusters(data);
        var (name, reason) = Recipe is null && Chain is null ? DefaultRecipe.For(data) : (Recipe, null);
        encoders ??= new EncoderCache();
        var clock = new StageClock();
        var counted = ClusterCount is null ? clock.Time("number of clusters", () => Count(Create(1), data, encoders, progress, cancellation)) : null;
        var count = ClusterCount ?? counted!.Count;
        if (reason is not null && data.Shape.IsTable && data.Embedding is null)
            (name, reason) = clock.Time("choice of the recipe", () => (Table with { Seed = Seed }).For(data, count, progress, cancellation));
        var run = Create(count).Run(data, encoders, Trust with { Seed = Seed }, Map with { Seed = Seed }, progress, cancellation);
        run = clock.Time("outliers and near-duplicates", () => Findings.Add(run, data, progress, cancellation));
        IEnumerable<Stage> before = clock.Stages.SkipLast(1), after = clock.Stages.TakeLast(1);
        return run with
        {
            Record = run.Record with
            {
                RecipeReason = reason,
                ClusterCountEstimate = counted?.Curve,
                ClusterCountRange = counted?.Range,
                Stages = [.. before, .. run.Record.Stages, .. after],
            },
        };

        Recipes.Recipe Create(int clusterCount) => Chain?.Create(Seed, data, clusterCount) ?? RecipeCatalog.Create(name!, Seed, data, clusterCount);
    }

    /// <summary>No more clusters are asked for than there are different items: told before anything is learned.</summary>
    private void RequireClusters(Dataset data)
    {
        if (ClusterCount is not { } count)
            return;
        var (items, rows) = (data.Shape.IsTable ? "row" : "image", data.Embedded().Train);
        if (rows.Count < count)
            throw new ArgumentException($"{Amount.Of(rows.Count, items)} cannot form {Amount.Of(count, "group")}, which need at least {count}; -k {rows.Count} is the most that can be asked for.");
        var distinct = rows.PassTo(x => DistinctRows.Count(x, count), x => DistinctRows.Count(x, count));
        if (distinct < count)
            throw new ArgumentException($"{Amount.Of(count, "group")} need as many {items}s that differ, but {(distinct == 1 ? $"all {rows.Count} are the same" : $"of {rows.Count} only {distinct} do")}; -k {distinct} is the most that can be asked for.");
    }

    /// <summary>Runs of several recipes on the same rows, with the same number of clusters: the given one, or that which the first estimates.</summary>
    /// <param name="recipes">Names in <see cref="RecipeCatalog.Names"/>, at least one.</param>
    /// <param name="data">The data.</param>
    /// <param name="encoders">Those trained before, and where those in training are kept; null keeps none.</param>
    /// <param name="progress">Hears of the stages.</param>
    /// <param name="cancellation">Stops within a run.</param>
    public IReadOnlyList<Run> RunAll(
        IReadOnlyList<string> recipes, Dataset data, EncoderCache? encoders = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(recipes);
        var runs = new List<Run>();
        encoders ??= new EncoderCache();
        foreach (var recipe in recipes)
        {
            var settings = this with { Recipe = recipe, Chain = null, ClusterCount = ClusterCount ?? runs.FirstOrDefault()?.ClusterCount };
            var run = settings.Run(data, encoders, progress, cancellation);
            if (runs.Count > 0)
                run = run with { Record = run.Record with { ClusterCountEstimate = runs[0].Record.ClusterCountEstimate, ClusterCountRange = runs[0].Record.ClusterCountRange } };
            runs.Add(run);
        }

        return runs;
    }

    /// <summary>Pictures and embeddings have clusters of any shape, which are unfolded; rows of tables, and what is few, are described by bell shapes.</summary>
    internal Counted Count(Recipes.Recipe recipe, Dataset data, EncoderCache encoders, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var rows = recipe.RowsToCluster(data, encoders, progress, cancellation);
        if ((data.Shape.IsTable && data.Embedding is null) || rows.Rows < UnfoldedCount.LeastRows)
        {
            var curve = (Estimate with { Seed = Seed }).Fit(rows, progress, cancellation);
            return new Counted(curve.Chosen, curve, Range: null);
        }

        var range = (Unfolded with { Seed = Seed }).Fit(rows, progress, cancellation);
        return new Counted(range.Count, Curve: null, new CountRange(range.Count, range.Lowest, range.Highest, range.CountByLinks, range.Sentence));
    }

    internal sealed record Counted(int Count, ClusterCountCurve? Curve, CountRange? Range);
}
