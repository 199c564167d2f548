using System.Text.Json.Serialization;
using Kindred.Networks;
using Kindred.Networks.Layers;
using Kindred.Numerics;

namespace Kindred.Encoding;

/// <summary>What an autoencoder is built of. Holds settings; the numbers are in the network. The kinds below are all there are: model files name them.</summary>
[JsonDerivedType(typeof(DenseArchitecture), "dense")]
[JsonDerivedType(typeof(ConvolutionalArchitecture), "convolutional")]
public interface IArchitecture
{
    /// <summary>Values of a row that comes in.</summary>
    int Inputs { get; }

    /// <summary>Shape of one code, e.g. 10, or 7 x 7 x 8.</summary>
    ValueList<int> CodeShape { get; }

    /// <summary>Numbers that the network holds.</summary>
    long ParameterCount { get; }

    /// <summary>Values that a pass forward through the whole network makes of one row.</summary>
    internal double ActivationCount { get; }

    /// <summary>A network with starting values drawn from <paramref name="rng"/>.</summary>
    EncoderDecoder Build(Rng rng);
}

/// <summary>A pair of networks: rows to codes, and codes to rows.</summary>
/// <param name="InputShape">Shape of one sample, e.g. 784, or 28 x 28 x 1.</param>
/// <param name="Encoder">batch x input shape → batch x code shape</param>
/// <param name="Decoder">batch x code shape → batch x input shape</param>
/// <param name="OutputBias">The bias of the layer with the sigmoid that ends the decoder: one a value of a row, or one a channel.</param>
public sealed record EncoderDecoder(ValueList<int> InputShape, Sequential Encoder, Sequential Decoder, Parameter OutputBias)
{
    /// <summary>Means closer to 0 or 1 start here: further out a sigmoid hardly has a slope.</summary>
    private const double SmallestMean = 0.01;

    /// <summary>Layers of the encoder, then of the decoder.</summary>
    public LayerTable Layers => new(InputShape, [.. Encoder.Layers, .. Decoder.Layers]);

    public IReadOnlyList<Parameter> Parameters { get; } = [.. Encoder.Parameters, .. Decoder.Parameters];

    /// <summary>Output biases at ln(m / (1 − m)), so that with weights of zero every row would be restored by the mean row.</summary>
    /// <remarks>From a bias of zero, restored values start at one half. Where most of an image is black or white, all layers then move together to
    /// lower the mean, and within a dozen steps the sigmoid is so far out that no gradient passes it any more.</remarks>
    internal void StartAt(ReadOnlySpan<double> meanRow)
    {
        var (means, count) = (new double[OutputBias.Length], OutputBias.Length);
        for (var j = 0; j < meanRow.Length; j++)
            means[j % count] += meanRow[j] * count / meanRow.Length;
        OutputBias.Set(Array.ConvertAll(means, mean => (float)Logit(Math.Clamp(mean, SmallestMean, 1 - SmallestMean))));
    }

    private static double Logit(double mean) => Math.Log(mean / (1 - mean));
}

internal static class Architectures
{
    /// <summary>Of one row, 256 MB: more than an image of 512 x 512 makes with the default channels.</summary>
    public const double MostActivations = 1 << 26;

    /// <summary>Numbers in a code.</summary>
    public static int CodeLength(this IArchitecture architecture) => architecture.CodeShape.Aggregate(1, (length, size) => checked(length * size));
}
