using Kindred.Clustering;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Numerics;
using Kindred.Preprocessing;
using Kindred.Runs;

namespace Kindred.Recipes;

/// <summary>A whole experiment as settings: rows go through the steps, each fitted on what the one before it gives, and are clustered.</summary>
public sealed record Recipe
{
    /// <summary>As on the command line, e.g. <c>conv-gmm</c>.</summary>
    public required string Name { get; init; }

    /// <summary>From the rows of the data to those that are clustered; none where these are clustered as they are.</summary>
    public ValueList<ITransformer> Steps { get; init; } = [];

    public required IClusterer Clusterer { get; init; }

    /// <summary>What the random parts of the steps and the clusterer were seeded with.</summary>
    public ulong Seed { get; init; }

    /// <summary>Steps and clusterer in words, e.g. <c>scaling → autoencoder → Gaussian mixture</c>.</summary>
    public string Chain() => string.Join(" → ", [.. Steps.Select(step => step.Name), Clusterer.Name]);

    /// <summary>The encoder that it trains, the last where it trains several; null where it trains none.</summary>
    public IEncoder? Encoder() => Steps.OfType<IEncoder>().LastOrDefault();

    /// <summary>The rows that it clusters: those of the training part, through the steps.</summary>
    internal Matrix RowsToCluster(Dataset data, EncoderCache encoders, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        FittedSteps.Of(this, data.Embedded(), encoders, new StageClock(), progress, cancellation).Rows.Train!.Pixels;

    /// <summary>Learns from the training part and clusters every part; classes are read by the scores alone. Trained <paramref name="encoders"/> are shared;
    /// with <paramref name="trust"/> the record says how far the clusters can be trusted; with <paramref name="map"/> rows are laid out and the parts of clusters told.</summary>
    /// <exception cref="ArgumentException">A step or the clusterer cannot take such rows.</exception>
    /// <exception cref="FitException">The data cannot be clustered as asked.</exception>
    public Run Run(Dataset data, EncoderCache? encoders = null, TrustCheck? trust = null, RowMap? map = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        var clock = new StageClock();
        var steps = FittedSteps.Of(this, data.Embedded(), encoders ?? new EncoderCache(), clock, progress, cancellation);
        var model = clock.Time(Clusterer.Name, () => steps.Fit(Clusterer, progress, cancellation));
        return Finish(data, steps, model, places: null, clock, trust, map, progress, cancellation);
    }

    /// <summary>The same for rows, a sample as a rule, whose steps and clusters were learned from others, or from more: then they are those at <paramref name="places"/>.</summary>
    internal Run Run(
        Dataset data, IReadOnlyList<ITransform> fitted, IClusterModel model, int[]? places, StageClock clock, TrustCheck? trust, RowMap? map, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        Finish(data, FittedSteps.Of(fitted, data.Embedded(), clock), model, places, clock, trust, map, progress, cancellation);

    private Run Finish(
        Dataset data, FittedSteps steps, IClusterModel model, int[]? places, StageClock clock, TrustCheck? trust, RowMap? map, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var clusters = clock.Time("assign", () => steps.Assign(model, places));
        var codes = clock.Time("codes for the map", () => steps.Codes(cancellation));
        var (trusted, calibration) = trust is null ? default : clock.Time("trust", () => trust.Of(
            steps.Rows.Train!, clusters.Train!.Clusters, model is IVoteModel ? clusters.Train.Probabilities : null, model.ClusterCount, Clusterer, progress, cancellation));
        if (calibration is not null && model is IVoteModel votes)
        {
            model = votes.Calibrated(calibration);
            clusters = clusters.Select(part => part with { Probabilities = part.Probabilities is { } shares ? Array.ConvertAll(shares, calibration.At) : null });
        }

        var details = RunDetails.Of(steps.Encoded, codes) with { Views = steps.Viewed?.Shape == data.Shape ? steps.Viewed?.Rows : null };
        var (mapped, tree) = map is null ? (details, null) : clock.Time("map", () => map.Add(details, codes, clusters, model, progress, cancellation));
        var run = Runs.Run.Of(new RunOrigin(Name, Chain(), Seed, ToString()), data, clock, clusters, model, steps.Models);
        return run with
        {
            Record = run.Record with { Warnings = [.. steps.Warnings, .. EmptyClusters(clusters, model.ClusterCount), .. Brightened(data)], Trust = trusted, Tree = tree },
            Details = mapped,
        };
    }

    private static IEnumerable<string> Brightened(Dataset data) =>
        !data.Shape.IsTable && PixelRange.Of(data.Train, data.Validation, data.Test).Note(data.Train.Unit) is { } note ? [note] : [];

    private static IEnumerable<string> EmptyClusters(Parts<ClusteredRows> parts, int clusters)
    {
        var empty = clusters - parts.Present().SelectMany(part => part.Part.Clusters).Where(cluster => cluster >= 0).Distinct().Count();
        if (empty > 0)
            yield return $"{empty} of the {Amount.Of(clusters, "cluster")} {(empty == 1 ? "is" : "are")} empty: no more were found in these data.";
    }
}
