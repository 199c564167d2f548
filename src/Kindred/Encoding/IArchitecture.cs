using System.Text.Json.Serialization;
using Kindred.Networks.Layers;
using Kindred.Numerics;

namespace Kindred.Encoding;

/// <summary>What an autoencoder is built of. Holds settings; the numbers are in the network.</summary>
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

    /// <summary>A network with starting values drawn from <paramref name="rng"/>.</summary>
    EncoderDecoder Build(Rng rng);
}

/// <summary>A pair of networks: rows to codes, and codes to rows.</summary>
/// <param name="InputShape">Shape of one sample, e.g. 784, or 28 x 28 x 1.</param>
/// <param name="Encoder">batch x input shape → batch x code shape</param>
/// <param name="Decoder">batch x code shape → batch x input shape</param>
public sealed record EncoderDecoder(ValueList<int> InputShape, Sequential Encoder, Sequential Decoder)
{
    public IReadOnlyList<Networks.Parameter> Parameters { get; } = [.. Encoder.Parameters, .. Decoder.Parameters];
}
