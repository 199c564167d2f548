using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Numerics;

namespace Kindred.Recipes;

/// <summary>Trained encoders, so that recipes with the same encoder settings on the same data share one training.</summary>
/// <remarks>Settings are values: two recipes ask for the same encoder when their settings are equal and the data have the same checksum.</remarks>
public sealed class EncoderShelf
{
    private readonly Dictionary<(Autoencoder Settings, string Data), AutoencoderModel> _trained = [];

    /// <summary>The model that <paramref name="settings"/> learn from the training part, from the shelf where it stands there.</summary>
    internal AutoencoderModel Fit(Autoencoder settings, Dataset data, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var key = (settings, data.Sha256);
        if (!_trained.TryGetValue(key, out var model))
            _trained[key] = model = Train(settings, data, progress, cancellation);
        return model;
    }

    /// <summary>images → codes, n x code length</summary>
    internal static Matrix Encode(AutoencoderModel encoder, ImageSet images) =>
        images.Bytes is not null ? encoder.Transform(images.Bytes) : encoder.Transform(images.Pixels);

    private static AutoencoderModel Train(Autoencoder settings, Dataset data, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        data.Train.Bytes is not null
            ? settings.Fit(data.Train.Bytes, data.Validation?.Bytes, progress, cancellation)
            : settings.Fit(data.Train.Pixels, data.Validation?.Pixels, progress, cancellation);
}
