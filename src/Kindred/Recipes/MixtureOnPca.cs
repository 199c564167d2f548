using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Recipes;

/// <summary>A Gaussian mixture on principal components: what any network has to beat.</summary>
public sealed record MixtureOnPca : IRecipe
{
    public string Name { get; init; } = "pca-gmm";

    /// <summary>Brings the values to the range the method needs; null leaves them as they are.</summary>
    public ITransformer<ColumnScaling>? Scaler { get; init; }

    public Pca Projection { get; init; } = new() { Components = 10 };

    public GaussianMixture Clusterer { get; init; } = new() { ClusterCount = 10 };

    public ulong Seed { get; init; }

    public Run Run(Dataset data, EncoderShelf? encoders = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var clock = new StageClock();
        var scaled = ScaledData.Of(Scaler, data, clock, cancellation);
        var projection = clock.Time("principal components", () => Projection.Fit(scaled.Data.Train.Pixels, progress, cancellation));
        var codes = clock.Time("project", () => scaled.Data.Parts.Select(part => projection.Transform(part.Pixels)));  // n x components
        var model = clock.Time("mixture", () => (Clusterer with { Seed = Seed }).Fit(codes.Train!, progress, cancellation));
        var groups = clock.Time("group", () => Grouping.Of(data, codes, model));                                // n, [0, k)
        return Recipes.Run.Of(this, data, clock, groups, Outcome.Of(model)).Keep(data, [.. scaled.Steps, projection], model) with { Details = new RunDetails { Codes = codes } };
    }
}
