using Kindred.Numerics;

namespace Kindred.Networks.Layers;

/// <summary>Where weights start. Fan-in and fan-out count the inputs of an output and the outputs of an input.</summary>
/// <remarks>
/// Glorot and Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks", equation 16;
/// He, Zhang, Ren and Sun 2015, arXiv:1502.01852, equation 10.
/// </remarks>
public enum Initialization
{
    /// <summary>Uniform in ±√(6 / (fan-in + fan-out)); biases zero.</summary>
    GlorotUniform,

    /// <summary>Normal with variance 2 / (fan-in + fan-out); biases zero.</summary>
    GlorotNormal,

    /// <summary>Uniform in ±√(6 / fan-in); biases zero.</summary>
    HeUniform,

    /// <summary>Normal with variance 2 / fan-in; biases zero.</summary>
    HeNormal,

    /// <summary>Uniform in ±1 / √fan-in, biases too: what PyTorch does unless told otherwise.</summary>
    FanInUniform,
}

internal static class Initializations
{
    /// <summary>Fills a weight, and the bias beside it, with starting values.</summary>
    public static void Fill(this Initialization initialization, Parameter weight, Parameter bias, int fanIn, int fanOut, Rng rng)
    {
        var values = new float[weight.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)Draw(initialization, fanIn, fanOut, rng);
        weight.Set(values);
        var biases = new float[bias.Length];
        for (var i = 0; initialization == Initialization.FanInUniform && i < biases.Length; i++)
            biases[i] = (float)Draw(initialization, fanIn, fanOut, rng);
        bias.Set(biases);
    }

    private static double Draw(Initialization initialization, int fanIn, int fanOut, Rng rng) => initialization switch
    {
        Initialization.GlorotUniform => Uniform(rng) * Math.Sqrt(6.0 / (fanIn + fanOut)),
        Initialization.GlorotNormal => rng.NextNormal() * Math.Sqrt(2.0 / (fanIn + fanOut)),
        Initialization.HeUniform => Uniform(rng) * Math.Sqrt(6.0 / fanIn),
        Initialization.HeNormal => rng.NextNormal() * Math.Sqrt(2.0 / fanIn),
        Initialization.FanInUniform => Uniform(rng) / Math.Sqrt(fanIn),
        _ => throw new ArgumentOutOfRangeException(nameof(initialization), initialization, "There is no such initialisation."),
    };

    private static double Uniform(Rng rng) => (2 * rng.NextDouble()) - 1;
}
