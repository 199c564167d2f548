using Kindred.Datasets;
using Kindred.Preprocessing;

namespace Kindred.Recipes;

/// <summary>What the values of a data set need before they are compared.</summary>
internal static class DefaultScaling
{
    /// <summary>
    /// Columns of a table get the variance 1 and are counted from their median or, for networks, the range [0, 1], so that no unit decides. Images outside [0, 1],
    /// or all darker than half, are mapped onto [0, 1] with one scale for all pixels, which share one unit; others, and embeddings, stay: null.
    /// </summary>
    public static ITransformer? For(Dataset data, bool forNetwork)
    {
        if (data.Embedding is not null)
            return null;  // what made the numbers gave all of them one unit
        if (data.Shape.IsTable)
            return forNetwork ? new MinMaxScaler() : new StandardScaler { FromMedian = true };
        return PixelRange.Of(data.Train).NeedsStretch ? new RangeScaler() : null;
    }
}
