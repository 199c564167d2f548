using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Recipes;

/// <summary>k-means on the pixels as they are: the floor to beat, and the first row of both published tables.</summary>
public sealed record KMeansOnPixels : IRecipe
{
    public string Name => "kmeans-pixels";

    public KMeans Clusterer { get; init; } = new() { ClusterCount = 10 };

    public ulong Seed { get; init; }

    public Run Run(Dataset data, EncoderShelf? encoders = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var clock = new StageClock();
        var model = clock.Time("k-means", () => Fit(data.Train, progress, cancellation));
        var groups = clock.Time("group", () => Grouping.Of(data, data.Parts, model));  // n, [0, 10)
        return Recipes.Run.Of(this, data, clock, groups, Outcome.Of(model)).Keep(data, [], model);
    }

    private KMeansModel Fit(ImageSet images, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var clusterer = Clusterer with { Seed = Seed };
        return images.Bytes is not null
            ? clusterer.Fit(images.Bytes, progress, cancellation)
            : clusterer.Fit(images.Pixels, progress, cancellation);
    }
}
