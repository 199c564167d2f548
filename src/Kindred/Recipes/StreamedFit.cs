using System.Globalization;
using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Datasets.Streaming;
using Kindred.Encoding;
using Kindred.Numerics;
using Kindred.Numerics.Distribution;
using Kindred.Preprocessing;
using Kindred.Runs;

namespace Kindred.Recipes;

/// <summary>A recipe fitted on rows that are streamed: what learns in passes sees all of them, what cannot sees a sample, and either is said.</summary>
internal sealed class StreamedFit
{
    private const int BlockRows = 2048;

    private readonly List<ITransform> _models = [];
    private readonly List<StreamedStep> _steps = [];
    private readonly List<string> _warnings = [];
    private readonly RowSample _drawn;

    private StreamedFit(IRowSource rows, ImageSet sample, RowSample drawn) => (Rows, Sample, _drawn) = (rows, sample, drawn);

    /// <summary>From the rows of the data to those that are clustered.</summary>
    public IReadOnlyList<ITransform> Models => _models;

    /// <summary>What the last step gives.</summary>
    public IClusterModel Clusterer { get; private set; } = null!;

    /// <summary>What each part of the recipe learned from.</summary>
    public IReadOnlyList<StreamedStep> Steps => _steps;

    /// <summary>What was done otherwise than asked, and why, as sentences.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Whether the clusterer learned from all rows in passes.</summary>
    public bool ClustererSawAll { get; private set; }

    /// <summary>The rows that the clusterer learned from, ascending, where these lay in memory; those of the sample are among them.</summary>
    public int[]? ClusteredRows { get; private set; }

    /// <summary>All rows, as the steps so far make them.</summary>
    public IRowSource Rows { get; private set; }

    /// <summary>Those of the sample.</summary>
    public ImageSet Sample { get; private set; }

    /// <summary>Whether the clusterer, or an encoder before it, learns from all rows, or the clusterer from more than the page shows; else it is the recipe of a sample, whose model then takes all rows.</summary>
    public static bool IsWorthwhile(Recipe recipe) =>
        NeedsSample(recipe.Clusterer) is null || recipe.Steps.Any(step => step is IEncoder && NeedsSample(step) is null) || (recipe.Clusterer is IKeepsLittle && recipe.Steps.All(step => NeedsSample(step) is null));

    /// <summary>Refuses what makes sense of all rows at once only.</summary>
    /// <exception cref="ArgumentException">The clusterer is such; the message says what it would take.</exception>
    public static void RequireSampling(Recipe recipe, int rows, int columns)
    {
        if (recipe.Clusterer is INeedsAllRows whole)
            throw new ArgumentException($"{whole.Reason} In memory {rows} rows of {columns} take about {MemoryLimit.Size(whole.Bytes(rows, columns))}; --memory allows more. k-means, mixtures and Leiden take rows that are streamed.");
    }

    public static StreamedFit Of(
        Recipe recipe, StreamedDataset data, Dataset sample, RowSample drawn, StreamSettings stream, StageClock clock, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var fit = new StreamedFit(data.Rows, sample.Embedded().Train, drawn);
        foreach (var step in recipe.Steps)
            fit.Add(clock.Time(step.Name, () => fit.Fit(step, stream, progress, cancellation)));
        fit.Clusterer = clock.Time(recipe.Clusterer.Name, () => fit.Fit(recipe.Clusterer, stream, progress, cancellation));
        return fit;
    }

    /// <summary>Why a clusterer learns from a sample, as a sentence; null where it can learn from all rows.</summary>
    public static string? NeedsSample(IClusterer clusterer) => clusterer is IStreamedClusterer streamed ? streamed.NeedsSample : $"{clusterer.Name} learns from rows that lie in memory.";

    private static string? NeedsSample(ITransformer step) => step is IStreamedTransformer streamed ? streamed.NeedsSample : $"{step.Name} learns from rows that lie in memory.";

    /// <summary>What each part of a recipe would learn from.</summary>
    /// <param name="recipe">None of it fitted.</param>
    /// <param name="rows">Of the data.</param>
    /// <param name="sample">Of these, drawn.</param>
    public static IReadOnlyList<StreamedStep> Planned(Recipe recipe, int rows, int sample)
    {
        StreamedStep Of(string name, string? reason) => new(name, reason is null ? rows : sample, reason);
        var reason = NeedsSample(recipe.Clusterer);
        var compared = reason is null || recipe.Clusterer is not IKeepsLittle ? reason
            : string.Create(CultureInfo.InvariantCulture, $"{reason} It gets more where there is room: what the steps before make of as many rows as the memory holds that the sample leaves, {RowSample.MostCompared:N0} at most.");
        return [.. recipe.Steps.Select(step => Of(step.Name, NeedsSample(step))), Of(recipe.Clusterer.Name, compared)];
    }

    private ITransform Fit(ITransformer step, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        if (step is ContrastiveEncoder { Candidates.Count: > 0 } open)
        {
            var chosen = new ViewChoice().Of(open, Sample, progress, cancellation);
            _steps.Add(new StreamedStep("choice of views", Sample.Count, chosen.Sentence));
            step = open with { Views = chosen.Best.Candidate.Views, Candidates = [] };
        }

        var model = Fit(step, NeedsSample(step), Sample, stream, progress, cancellation);
        return model is IEncoderModel { Failure: { } failure } ? Instead(model.OutputColumns, failure, stream, progress, cancellation) : model;
    }

    /// <summary>Learned from all rows, or from those of <paramref name="sample"/> where there is a reason.</summary>
    private ITransform Fit(ITransformer step, string? reason, ImageSet sample, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        _steps.Add(new StreamedStep(step.Name, reason is null ? Rows.Rows : sample.Count, reason));
        return reason is null ? ((IStreamedTransformer)step).Fit(Rows, stream, progress, cancellation)
            : sample.PassTo(x => step.Fit(x, progress, cancellation), x => step.Fit(x, progress, cancellation));
    }

    /// <summary>Components in the place of the codes of an encoder that failed, of all rows where these are not wide.</summary>
    private ITransform Instead(int codeLength, string failure, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var reason = ComponentsInstead.IsWide(Rows.Columns) ? $"Components of rows of {Rows.Columns} values are found among few of them." : null;
        var some = ComponentsInstead.RowsOf(Sample);
        var (pca, warning) = ComponentsInstead.Of(failure, codeLength, reason is null ? Rows.Rows : some.Count, Rows.Columns);
        _warnings.Add(warning);
        return Fit(pca, reason, some, stream, progress, cancellation);
    }

    private IClusterModel Fit(IClusterer clusterer, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var reason = clusterer is IStreamedClusterer streamed ? streamed.NeedsSampleOf(Rows, stream) : NeedsSample(clusterer);
        if (reason is null)
        {
            ClustererSawAll = true;
            _steps.Add(new StreamedStep(clusterer.Name, Rows.Rows, null));
            using var kept = _models.Count == 0 ? null : KeptRows.Of(Rows);
            return ((IStreamedClusterer)clusterer).Fit(kept ?? Rows, stream, progress, cancellation);
        }

        var room = clusterer is IKeepsLittle little ? WorkingMemory.RoomForCodes(stream.Memory) / little.BytesOfRow(Rows.Columns) : 0;
        ClusteredRows = _drawn.Widened((int)Math.Min(room, RowSample.MostCompared));
        _steps.Add(new StreamedStep(clusterer.Name, ClusteredRows.Length, ClusteredRows.Length == Rows.Rows ? null : $"{reason} All rows then go where the model of the sample puts them."));
        if (ClusteredRows.Length > Sample.Count)
            return clusterer.Fit(Take(ClusteredRows, progress, cancellation), progress, cancellation);
        return Sample.PassTo(x => clusterer.Fit(x, progress, cancellation), x => clusterer.Fit(x, progress, cancellation));
    }

    private Matrix Take(int[] rows, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var taken = new Matrix(rows.Length, Rows.Columns);
        for (var start = 0; start < rows.Length; start += BlockRows)
        {
            cancellation.ThrowIfCancellationRequested();
            var block = Rows.Take(rows.AsSpan(start, Math.Min(BlockRows, rows.Length - start)));
            block.Values.CopyTo(taken.MutableValues[(start * Rows.Columns)..]);
            progress?.Report(new FitProgress("take rows through the steps", start + block.Rows, rows.Length, double.NaN));
        }

        return taken;
    }

    private void Add(ITransform model)
    {
        _models.Add(model);
        Rows = new TransformedRows(Rows, model);
        var rows = model.Fitted ?? Sample.PassTo(model.Transform, model.Transform);
        Sample = new ImageSet(rows, model.InputColumns == model.OutputColumns ? Sample.Shape : ImageShape.OfTable(rows.Columns));
    }
}
