using Kindred.Networks;
using Kindred.Numerics;

namespace Kindred.Clustering.Deep;

/// <summary>What a deep clustering lowers once its autoencoder is trained: where the methods differ.</summary>
public interface IClusterObjective
{
    /// <summary>What it is called in words, e.g. <c>DEC</c>.</summary>
    string Name { get; }

    /// <summary>Whether gradients move the centres; else <see cref="Centres"/> does.</summary>
    bool LearnsCentres { get; }

    /// <summary>What each row is drawn towards, made anew of all rows before every pass. // rows x code length, clusters x code length → rows x clusters</summary>
    Matrix Targets(Matrix codes, Matrix centres);

    /// <summary>Where the centres go before a pass.</summary>
    Matrix Centres(Matrix codes, Matrix targets, Matrix centres) => centres;

    /// <summary>What a batch costs, one number.</summary>
    Tensor Cost(DeepBatch batch);
}

/// <summary>Some rows on their way through the network.</summary>
/// <param name="Codes">rows x code length</param>
/// <param name="Centres">clusters x code length</param>
/// <param name="Targets">rows x clusters: theirs of <see cref="IClusterObjective.Targets"/>.</param>
/// <param name="RestorationError">Records the mean squared error of the restored rows.</param>
public sealed record DeepBatch(Tensor Codes, Tensor Centres, Tensor Targets, Func<Tensor> RestorationError);
