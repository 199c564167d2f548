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
    private readonly List<ITransform> _models = [];
    private readonly List<StreamedStep> _steps = [];

    private StreamedFit(IRowSource rows, ImageSet sample) => (Rows, Sample) = (rows, sample);

    /// <summary>From the rows of the data to those that are clustered.</summary>
    public IReadOnlyList<ITransform> Models => _models;

    /// <summary>What the last step gives.</summary>
    public IClusterModel Clusterer { get; private set; } = null!;

    /// <summary>What each part of the recipe learned from.</summary>
    public IReadOnlyList<StreamedStep> Steps => _steps;

    /// <summary>Whether the clusterer saw all rows.</summary>
    public bool ClustererSawAll { get; private set; }

    /// <summary>All rows, as the steps so far make them.</summary>
    public IRowSource Rows { get; private set; }

    /// <summary>Those of the sample.</summary>
    public ImageSet Sample { get; private set; }

    /// <summary>Whether the clusterer, or an encoder before it, learns from all rows; else it is the recipe of a sample, whose model then takes all rows.</summary>
    public static bool IsWorthwhile(Recipe recipe) => NeedsSample(recipe.Clusterer) is null || recipe.Steps.Any(step => step is IEncoder and IStreamedTransformer);

    /// <summary>Refuses what makes sense of all rows at once only.</summary>
    /// <exception cref="ArgumentException">The clusterer is such; the message says what it would take.</exception>
    public static void RequireSampling(Recipe recipe, int rows, int columns)
    {
        if (recipe.Clusterer is INeedsAllRows whole)
            throw new ArgumentException($"{whole.Reason} In memory {rows} rows of {columns} take about {MemoryLimit.Size(whole.Bytes(rows, columns))}; --memory allows more. k-means, mixtures and Leiden take rows that are streamed.");
    }

    public static StreamedFit Of(
        Recipe recipe, StreamedDataset data, Dataset sample, StreamSettings stream, StageClock clock, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var fit = new StreamedFit(data.Rows, sample.Train);
        foreach (var step in recipe.Steps)
            fit.Add(clock.Time(step.Name, () => fit.Fit(step, stream, progress, cancellation)));
        fit.Clusterer = clock.Time(recipe.Clusterer.Name, () => fit.Fit(recipe.Clusterer, stream, progress, cancellation));
        return fit;
    }

    /// <summary>Why a clusterer learns from a sample, as a sentence; null where it can learn from all rows.</summary>
    public static string? NeedsSample(IClusterer clusterer) => clusterer is IStreamedClusterer streamed ? streamed.NeedsSample : $"{clusterer.Name} learns from rows that lie in memory.";

    private ITransform Fit(ITransformer step, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        if (step is ContrastiveEncoder { Candidates.Count: > 0 } open)
        {
            var chosen = new ViewChoice().Of(open, Sample, progress, cancellation);
            _steps.Add(new StreamedStep("choice of views", Sample.Count, chosen.Sentence));
            step = open with { Views = chosen.Best.Candidate.Views, Candidates = [] };
        }

        if (step is IStreamedTransformer streamed)
        {
            _steps.Add(new StreamedStep(step.Name, Rows.Rows, null));
            return RequireSound(streamed.Fit(Rows, stream, progress, cancellation));
        }

        _steps.Add(new StreamedStep(step.Name, Sample.Count, $"{step.Name} learns from rows that lie in memory."));
        return RequireSound(Sample.PassTo(x => step.Fit(x, progress, cancellation), x => step.Fit(x, progress, cancellation)));
    }

    private static ITransform RequireSound(ITransform model) => model is IEncoderModel { Failure: { } failure } ? throw new FitException(failure) : model;

    private IClusterModel Fit(IClusterer clusterer, StreamSettings stream, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var reason = NeedsSample(clusterer);
        ClustererSawAll = reason is null;
        _steps.Add(new StreamedStep(clusterer.Name, ClustererSawAll ? Rows.Rows : Sample.Count, reason));
        return ClustererSawAll ? ((IStreamedClusterer)clusterer).Fit(Rows, stream, progress, cancellation)
            : Sample.PassTo(x => clusterer.Fit(x, progress, cancellation), x => clusterer.Fit(x, progress, cancellation));
    }

    private void Add(ITransform model)
    {
        _models.Add(model);
        Rows = new TransformedRows(Rows, model);
        var rows = model.Fitted ?? Sample.PassTo(model.Transform, model.Transform);
        Sample = new ImageSet(rows, model.InputColumns == model.OutputColumns ? Sample.Shape : ImageShape.OfTable(rows.Columns));
    }
}
