using Kindred.Encoding;
using Kindred.Networks.Training;
using Kindred.Numerics;

namespace Kindred.Clustering.Deep;

/// <summary>The autoencoder that every deep clustering begins with, trained on all rows, in batches that processes share.</summary>
internal static class Pretraining
{
    /// <summary>Of what two principal components restore. They are hard to beat where rows lie near a line, as tables may; far below them nothing was learned.</summary>
    private const double EnoughOfComponents = 0.9;

    /// <exception cref="FitException">It learned nothing; <paramref name="method"/> needs what it tells.</exception>
    public static AutoencoderModel Fit(
        IArchitecture architecture, Trainer trainer, ulong seed, DeepRows rows, int clusterCount, string method, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var model = new Autoencoder { Architecture = architecture, Trainer = trainer.SharedBy(rows.Communicator), ValidationShare = 0, Seed = seed }.Fit(rows.Samples, validation: null, progress, cancellation);
        return model.Check is { } check && clusterCount > 1 && !(check.ExplainedVariance > EnoughOfComponents * check.ExplainedByComponents)
            ? throw new FitException($"{check.Describe()} {method} clusters what an autoencoder tells; take a recipe without one, or train it longer.")
            : model;
    }
}
