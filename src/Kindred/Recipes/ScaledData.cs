using Kindred.Datasets;
using Kindred.Preprocessing;

namespace Kindred.Recipes;

/// <summary>A data set with its values brought to the range a method needs, and what brought them there; both as they were without a scaler.</summary>
/// <param name="Data">Classes, names and splits are those of the original.</param>
/// <param name="Scaling">Learned on the training part; null where nothing was scaled.</param>
internal sealed record ScaledData(Dataset Data, ColumnScaling? Scaling)
{
    /// <summary>The way from the original rows to these.</summary>
    public IReadOnlyList<ITransform> Steps => Scaling is null ? [] : [Scaling];

    public static ScaledData Of(ITransformer<ColumnScaling>? scaler, Dataset data, StageClock? clock = null, CancellationToken cancellation = default)
    {
        if (scaler is null)
            return new ScaledData(data, null);
        return (clock ?? new()).Time("scale", () =>
        {
            var scaling = scaler.Fit(data.Train.Pixels, progress: null, cancellation);
            return new ScaledData(Apply(scaling, data) with { Sha256 = $"{data.Sha256} through {scaler}" }, scaling);
        });
    }

    /// <summary>
    /// What a data set needs, by its values alone: tables outside [0, 1] get columns of mean 0 and variance 1 or, for networks, of the
    /// range [0, 1]; images outside [0, 1], or all darker than half, are mapped onto [0, 1] with one scale for all pixels; others stay.
    /// </summary>
    public static ITransformer<ColumnScaling>? ScalerFor(Dataset data, bool forNetwork)
    {
        var range = PixelRange.Of(data.Train);
        if (!data.Shape.IsTable)
            return range.NeedsStretch ? new RangeScaler() : null;
        return range.IsUnit ? null : forNetwork ? new MinMaxScaler() : new StandardScaler();
    }

    private static Dataset Apply(ColumnScaling scaling, Dataset data) => data with
    {
        Train = Apply(scaling, data.Train)!,
        Validation = Apply(scaling, data.Validation),
        Test = Apply(scaling, data.Test),
    };

    private static ImageSet? Apply(ColumnScaling scaling, ImageSet? part) =>
        part is null ? null : new ImageSet(scaling.Transform(part.Pixels), part.Shape, part.Labels, part.Names);
}
