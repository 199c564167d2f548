using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Numerics;
using Kindred.Preprocessing;

namespace Kindred.Recipes;

/// <summary>k-means on the codes of an autoencoder: the second row of both published tables.</summary>
public sealed record KMeansOnCodes : IRecipe
{
    public required string Name { get; init; }

    /// <summary>Brings the values to the range the method needs; null leaves them as they are.</summary>
    public ITransformer<ColumnScaling>? Scaler { get; init; }

    public required Autoencoder Encoder { get; init; }

    public KMeans Clusterer { get; init; } = new() { ClusterCount = 10 };

    public ulong Seed { get; init; }

    public Run Run(Dataset data, EncoderShelf? encoders = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var clock = new StageClock();
        var scaled = ScaledData.Of(Scaler, data, clock, cancellation);
        var encoder = clock.Time("autoencoder", () => (encoders ?? new()).Fit(Encoder with { Seed = Seed }, scaled.Data, progress, cancellation));
        var codes = clock.Time("encode", () => scaled.Data.Parts.Select(part => EncoderShelf.Encode(encoder, part)));  // n x code length
        var model = clock.Time("k-means", () => (Clusterer with { Seed = Seed }).Fit(codes.Train!, progress, cancellation));
        var groups = clock.Time("group", () => Grouping.Of(data, codes, model));                                // n, [0, k)
        return Recipes.Run.Of(this, data, clock, groups, Outcome.Of(model)).With(encoder, scaled.Data, codes).Keep(data, [.. scaled.Steps, encoder], model);
    }
}
