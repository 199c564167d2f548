using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Recipes;

/// <summary>A Gaussian mixture on the pixels as they are, with full covariances.</summary>
/// <remarks>Border pixels hardly vary, so the covariances need a ridge: 1e-3 is a standard deviation of 8 grey levels of 255. An iteration takes
/// seconds, so there are 40 at most; Fashion-MNIST settles after 23.</remarks>
public sealed record MixtureOnPixels : IRecipe
{
    public string Name => "gmm-pixels";

    /// <summary>Brings the values to the range the method needs; null leaves them as they are.</summary>
    public ITransformer<ColumnScaling>? Scaler { get; init; }

    public GaussianMixture Clusterer { get; init; } = new() { ClusterCount = 10, Ridge = 1e-3, MaxIterations = 40 };

    public ulong Seed { get; init; }

    public Run Run(Dataset data, EncoderShelf? encoders = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var clock = new StageClock();
        var scaled = ScaledData.Of(Scaler, data, clock, cancellation);
        var model = clock.Time("mixture", () => (Clusterer with { Seed = Seed }).Fit(scaled.Data.Train.Pixels, progress, cancellation));
        var groups = clock.Time("group", () => Grouping.Of(data, scaled.Data.Parts.Select(part => part.Pixels), model));  // n, [0, k)
        return Recipes.Run.Of(this, data, clock, groups, Outcome.Of(model)).Keep(data, scaled.Steps, model);
    }
}
