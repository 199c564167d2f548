using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Encoding.Views;
using Kindred.Numerics;
using Kindred.Preprocessing;
using Kindred.Runs;

namespace Kindred.Recipes;

/// <summary>The steps of a recipe, fitted on a data set, and what its rows became.</summary>
internal sealed class FittedSteps
{
    private const int MapComponents = 10;

    private readonly Dataset _data;
    private readonly List<ITransform> _models = [];
    private readonly List<string> _warnings = [];

    private FittedSteps(Dataset data) => (_data, Rows) = (data, data.Parts);

    public IReadOnlyList<ITransform> Models => _models;

    /// <summary>What was done otherwise than asked, and why, as sentences.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The rows that are clustered: those of the data where there are no steps.</summary>
    public Parts<ImageSet> Rows { get; private set; }

    /// <summary>The last encoder with a way back, and the rows it took: unseen ones where there are such; null without one.</summary>
    public (IRestores Encoder, ImageSet Rows)? Encoded { get; private set; }

    /// <summary>Some rows in the views that an encoder learned from (<see cref="ViewStrip"/>), and their shape; null where none did.</summary>
    public (Matrix Rows, ImageShape Shape)? Viewed { get; private set; }

    public static FittedSteps Of(
        Recipe recipe, Dataset data, EncoderCache encoders, StageClock clock, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var fitted = new FittedSteps(data);
        var input = $"{data.Sha256}, {data.Train.Count} rows, split {data.Split?.Seed}";
        foreach (var step in recipe.Steps)
        {
            fitted.Add(step, input, encoders, clock, progress, cancellation);
            input = $"{input} through {step}";
        }

        return fitted;
    }

    /// <summary>Steps that learned from other rows, applied to a data set.</summary>
    public static FittedSteps Of(IReadOnlyList<ITransform> models, Dataset data, StageClock clock)
    {
        var steps = new FittedSteps(data);
        foreach (var model in models)
        {
            if (model is IRestores restores and IEncoderModel)
                steps.Encoded = (restores, steps.Rows.Test ?? steps.Rows.Train!);
            steps.Rows = clock.Time("apply to the sample", () => steps.Rows.Select(part => Apply(model, part, isFitted: false)));
            steps._models.Add(model);
        }

        return steps;
    }

    public IClusterModel Fit(IClusterer clusterer, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        Rows.Train!.PassTo(x => clusterer.Fit(x, progress, cancellation), x => clusterer.Fit(x, progress, cancellation));

    /// <summary>Where every part goes; the training rows are those at <paramref name="places"/> among the fitted ones, where these were more.</summary>
    public Parts<ClusteredRows> Assign(IClusterModel model, int[]? places) => ClusteredRows.Of(_data, Rows, model, places);

    /// <summary>What rows are near each other in: those that were clustered where these are codes, else their first principal components.</summary>
    public Parts<Matrix> Codes(CancellationToken cancellation)
    {
        if (_data.Embedding is not null || _models.Any(step => step.InputColumns != step.OutputColumns))
            return Rows.Select(part => part.Pixels);
        var train = Rows.Train!;
        var pca = new Pca { Components = Math.Min(MapComponents, Math.Min(train.Shape.Size, train.Count)) };
        if (train.Count < 2)
            return Rows.Select(part => part.Pixels);
        var components = train.PassTo(x => pca.Fit(x, progress: null, cancellation), x => pca.Fit(x, progress: null, cancellation));
        return Rows.Select(part => part.PassTo(components.Transform, components.Transform));
    }

    private void Add(ITransformer step, string input, EncoderCache encoders, StageClock clock, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var train = Rows.Train!;
        if (step is ContrastiveEncoder { Candidates.Count: > 0 } open)
            step = Chosen(open, clock, progress, cancellation);
        var model = step is IEncoder encoder
            ? encoders.Fit(encoder, input, clock, settings => FitOn(train, settings, progress, cancellation))
            : clock.Time(step.Name, () => FitOn(train, step, progress, cancellation));
        if (model is IEncoderModel { Failure: { } failure })
            model = Instead(model.OutputColumns, failure, clock, progress, cancellation);
        if (model is IRestores restores and IEncoderModel)
            Encoded = (restores, Rows.Test ?? train);
        if (step is ContrastiveEncoder { Views: var views, Seed: var seed } && model is ContrastiveModel)
            Viewed = (ViewStrip.Of(views, train, seed), train.Shape);
        Rows = clock.Time($"apply {step.Name}", () => Rows.Select(part => Apply(model, part, isFitted: part == train)));
        _models.Add(model);
    }

    /// <summary>The encoder with the views that are chosen for it here; a warning says which.</summary>
    private ContrastiveEncoder Chosen(ContrastiveEncoder open, StageClock clock, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var chosen = clock.Time("choice of views", () => new ViewChoice().Of(open, Rows.Train!, progress, cancellation));
        _warnings.Add(chosen.Sentence);
        return open with { Views = chosen.Best.Candidate.Views, Candidates = [] };
    }

    /// <summary>Components in the place of the codes of an encoder that failed, as many where the rows have them.</summary>
    private PcaModel Instead(int codeLength, string failure, StageClock clock, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var rows = ComponentsInstead.RowsOf(Rows.Train!);
        var (pca, warning) = ComponentsInstead.Of(failure, codeLength, rows.Count, rows.Shape.Size);
        _warnings.Add(warning);
        return clock.Time("principal components", () => rows.PassTo(x => pca.Fit(x, progress, cancellation), x => pca.Fit(x, progress, cancellation)));
    }

    private static ITransform FitOn(ImageSet rows, ITransformer step, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        rows.PassTo(x => step.Fit(x, progress, cancellation), x => step.Fit(x, progress, cancellation));

    /// <summary>Rows that keep their columns keep their shape; codes are a table.</summary>
    private static ImageSet Apply(ITransform model, ImageSet part, bool isFitted)
    {
        var rows = isFitted && model.Fitted is { } fitted ? fitted : part.PassTo(model.Transform, model.Transform);
        return new ImageSet(rows, model.InputColumns == model.OutputColumns ? part.Shape : ImageShape.OfTable(rows.Columns), part.Classes, part.Names);
    }
}
