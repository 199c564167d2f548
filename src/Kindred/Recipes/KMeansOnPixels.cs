using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Recipes;

/// <summary>k-means on the pixels as they are: the floor to beat.</summary>
/// <remarks>The first row of both published tables.</remarks>
public sealed record KMeansOnPixels : IRecipe
{
    public string Name => "kmeans-pixels";

    public KMeans Clusterer { get; init; } = new() { ClusterCount = 10 };

    public ulong Seed { get; init; }

    public Run Run(Dataset data, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var clock = new StageClock();
        var clusterer = Clusterer with { Seed = Seed };
        var model = clock.Time("k-means", () => Fit(clusterer, data.Train, progress, cancellation));
        var groups = clock.Time("group", () => Grouping.Of(data, part => Assign(model, part)));
        var run = Recipes.Run.Of(this, data, clock, groups, model.ClusterCount);
        return run with { Record = run.Record with { Outcome = Outcomes.Of(model) } };
    }

    private static KMeansModel Fit(KMeans clusterer, ImageSet images, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        images.Bytes is not null
            ? clusterer.Fit(images.Bytes, progress, cancellation)
            : clusterer.Fit(images.Pixels, progress, cancellation);

    private static (int[] Groups, float[] Distances) Assign(KMeansModel model, ImageSet images) =>
        images.Bytes is not null ? model.Assign(images.Bytes) : model.Assign(images.Pixels);
}
