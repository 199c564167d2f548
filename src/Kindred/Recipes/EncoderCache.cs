using System.Security.Cryptography;
using Kindred.Encoding;
using Kindred.Networks.Storage;
using Kindred.Preprocessing;
using Kindred.Runs;

namespace Kindred.Recipes;

/// <summary>Trained encoders, so that recipes with the same encoder on the same rows share one training.</summary>
/// <remarks>
/// Settings are values: two recipes ask for the same encoder when their settings are equal and so is what they get. With a
/// <paramref name="folder"/>, encoders are kept there, those in training with their checkpoints, and a later cache goes on from there.
/// </remarks>
public sealed class EncoderCache(string? folder = null)
{
    private readonly Dictionary<string, (ITransform Model, double Seconds)> _trained = [];

    /// <summary>What <paramref name="train"/> makes of the settings, or made of them before; the clock is told how long the training took, whoever it was for.</summary>
    internal ITransform Fit(IEncoder settings, string input, StageClock clock, Func<IEncoder, ITransform> train)
    {
        var key = Key(settings, input);
        var isShared = _trained.TryGetValue(key, out var known);
        if (!isShared)
        {
            var model = KindredTelemetry.Stage(settings.Name, () => folder is null ? train(settings) : Keep(settings, key, train), out var seconds);
            _trained[key] = known = (model, seconds);
        }

        clock.Add(settings.Name, known.Seconds, isShared);
        return known.Model;
    }

    private ITransform Keep(IEncoder settings, string key, Func<IEncoder, ITransform> train)
    {
        Unfinished.Prepare(folder!);
        var file = Path.Combine(folder!, $"{key}.safetensors");
        if (File.Exists(file))
            return (ITransform)settings.StoredAs.Read(SafeTensors.Load(file));
        var checkpoints = Path.Combine(folder!, key);
        var model = train(settings.WithCheckpoints(checkpoints));
        model.Store().Save(file);
        Directory.Delete(checkpoints, recursive: true);
        return model;
    }

    /// <summary>A short name for settings and what they are fitted on.</summary>
    private static string Key(IEncoder settings, string input) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{settings} on {input}")))[..16];
}
