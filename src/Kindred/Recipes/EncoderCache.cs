using System.Security.Cryptography;
using Kindred.Encoding;
using Kindred.Models;
using Kindred.Networks.Storage;
using Kindred.Preprocessing;
using Kindred.Runs;

namespace Kindred.Recipes;

/// <summary>Trained encoders, so that recipes with the same encoder on the same rows share one training.</summary>
/// <remarks>
/// Settings are values: two recipes ask for the same encoder when their settings are equal and so is what they get. With a
/// <paramref name="folder"/>, encoders are kept there, those in training with their checkpoints, and a later cache goes on from there, however the process ended.
/// </remarks>
public sealed class EncoderCache(string? folder = null)
{
    private readonly Dictionary<string, (ITransform Model, double Seconds)> _trained = [];

    /// <summary>Removes from the folder what this cache kept there, and the folder where nothing else is in it: nobody will go on from there.</summary>
    public void RemoveKept()
    {
        if (folder is null || !Directory.Exists(folder))
            return;
        foreach (var key in _trained.Keys)
            File.Delete(FileOf(key));
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

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
        var checkpoints = Path.Combine(folder!, key);
        var model = KeepAlone(settings, FileOf(key), checkpoints, train);
        if (Directory.Exists(checkpoints))
            Directory.Delete(checkpoints, recursive: true);
        return model;
    }

    private static ITransform KeepAlone(IEncoder settings, string file, string checkpoints, Func<IEncoder, ITransform> train)
    {
        using var alone = Unfinished.Alone(checkpoints, "training");
        if (File.Exists(file))
            return ModelKinds.ReadStep(settings.StoredAs, SafeTensors.Load(file));
        var model = train(settings.WithCheckpoints(checkpoints));
        model.Store().Save(file);
        return model;
    }

    private string FileOf(string key) => Path.Combine(folder!, $"{key}.safetensors");

    /// <summary>A short name for settings and what they are fitted on.</summary>
    private static string Key(IEncoder settings, string input) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{settings} on {input}")))[..16];
}
