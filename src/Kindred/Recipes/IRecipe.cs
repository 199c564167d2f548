using Kindred.Datasets;
using Kindred.Numerics;

namespace Kindred.Recipes;

/// <summary>A whole experiment, from images to scores, that reads from top to bottom.</summary>
public interface IRecipe
{
    /// <summary>As on the command line, e.g. <c>kmeans-pixels</c>.</summary>
    string Name { get; }

    ulong Seed { get; }

    /// <summary>Learns from the training part and groups every part; labels are read by the scores alone. Trained <paramref name="encoders"/> are shared.</summary>
    Run Run(Dataset data, EncoderShelf? encoders = null, IProgress<FitProgress>? progress = null, CancellationToken cancellation = default);
}
