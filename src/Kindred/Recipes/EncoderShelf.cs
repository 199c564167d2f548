using System.Security.Cryptography;
using Kindred.Datasets;
using Kindred.Encoding;
using Kindred.Networks.Storage;
using Kindred.Numerics;

namespace Kindred.Recipes;

/// <summary>Trained encoders, so that recipes with the same encoder settings on the same data share one training.</summary>
/// <remarks>
/// Settings are values: two recipes ask for the same encoder when their settings are equal and the data have the same checksum. With a
/// <paramref name="folder"/>, encoders are kept there, those in training with their checkpoints, and a later shelf goes on from there.
/// </remarks>
public sealed class EncoderShelf(string? folder = null)
{
    private readonly Dictionary<string, AutoencoderModel> _trained = [];

    /// <summary>The model that <paramref name="settings"/> learn from the training part, from the shelf where it stands there.</summary>
    internal AutoencoderModel Fit(Autoencoder settings, Dataset data, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        var key = Key(settings, data);
        if (!_trained.TryGetValue(key, out var model))
            _trained[key] = model = folder is null ? Train(settings, data, progress, cancellation) : Keep(settings, data, key, progress, cancellation);
        return model;
    }

    /// <summary>images → codes, n x code length</summary>
    internal static Matrix Encode(AutoencoderModel encoder, ImageSet images) =>
        images.Bytes is not null ? encoder.Transform(images.Bytes) : encoder.Transform(images.Pixels);

    private AutoencoderModel Keep(Autoencoder settings, Dataset data, string key, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        Unfinished.Prepare(folder!);
        var file = Path.Combine(folder!, $"{key}.safetensors");
        if (File.Exists(file))
            return AutoencoderModel.Load(file);
        var checkpoints = Path.Combine(folder!, key);
        var model = Train(settings with { CheckpointFolder = checkpoints }, data, progress, cancellation);
        model.Save(file);
        Directory.Delete(checkpoints, recursive: true);
        return model;
    }

    private static AutoencoderModel Train(Autoencoder settings, Dataset data, IProgress<FitProgress>? progress, CancellationToken cancellation) =>
        data.Train.Bytes is not null
            ? settings.Fit(data.Train.Bytes, data.Validation?.Bytes, progress, cancellation)
            : settings.Fit(data.Train.Pixels, data.Validation?.Pixels, progress, cancellation);

    /// <summary>A short name for settings and data; the network's own version of the data names the split too.</summary>
    private static string Key(Autoencoder settings, Dataset data)
    {
        var text = $"{settings} on {data.Sha256}, {data.Train.Count} rows, split {data.Split?.Seed}";
        return Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..16];
    }
}
