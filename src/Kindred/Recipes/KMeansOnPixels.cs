using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Recipes;

/// <summary>k-means on the pixels as they are: the floor to beat, and the first row of both published tables.</summary>
public sealed record KMeansOnPixels : IRecipe
{
    public string Name => "kmeans-pixels";

    /// <summary>Brings the values to the range the method needs; null leaves them as they are.</summary>
    public ITransformer<ColumnScaling>? Scaler { get; init; }

    public KMeans Clusterer { get; init; } = new() { ClusterCount = 10 };

    public ulong Seed { get; init; }

    public Run Run(Dataset data, EncoderShelf? encoders = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var clock = new StageClock();
        var scaled = ScaledData.Of(Scaler, data, clock, cancellation);
        var model = clock.Time("k-means", () => Fit(scaled.Data.Train, progress, cancellation));
        var groups = clock.Time("group", () => Grouping.Of(data, scaled.Data.Parts, model));  // n, [0, k)
        return Recipes.Run.Of(this, data, clock, groups, Outcome.Of(model)).Keep(data, scaled.Steps, model);
    }

    private KMeansModel Fit(ImageSet images, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var clusterer = Clusterer with { Seed = Seed };
        return images.Bytes is not null
            ? clusterer.Fit(images.Bytes, progress, cancellation)
            : clusterer.Fit(images.Pixels, progress, cancellation);
    }
}
