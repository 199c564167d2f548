using Kindred.Networks;
using Kindred.Networks.Layers;
using Kindred.Numerics;

namespace Kindred.Encoding;

/// <summary>Dense layers from <see cref="Widths"/>[0] inputs to a linear code and, mirrored, back to outputs in [0, 1].</summary>
public sealed record DenseArchitecture : IArchitecture
{
    /// <summary>Values of a row, of every hidden layer, and of the code: at least two numbers.</summary>
    public ValueList<int> Widths { get; init => field = Check(value); } = [784, 2000, 1000, 500, 10];

    /// <summary>Of the hidden layers.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    public Initialization Initialization { get; init; } = Initialization.GlorotUniform;

    public int Inputs => Widths[0];

    public ValueList<int> CodeShape => [Widths[^1]];

    public long ParameterCount
    {
        get
        {
            var count = 0.0;  // as a double nothing overflows, and counts that fit into memory are exact
            for (var i = 0; i + 1 < Widths.Count; i++)
                count += (2.0 * Widths[i] * Widths[i + 1]) + Widths[i] + Widths[i + 1];  // there and back
            return (long)count;
        }
    }

    double IArchitecture.ActivationCount => 2 * Widths.Sum(width => (double)width);

    public EncoderDecoder Build(Rng rng)
    {
        var last = Widths.Count - 1;
        var encoder = new List<Layer>();
        for (var i = 0; i < last; i++)
            encoder.Add(Layer(Widths[i], Widths[i + 1], i == last - 1 ? Activation.Linear : Activation, rng));
        var decoder = new List<Dense>();
        for (var i = last; i > 0; i--)
            decoder.Add(Layer(Widths[i], Widths[i - 1], i == 1 ? Activation.Sigmoid : Activation, rng));
        return new EncoderDecoder([Inputs], new Sequential("encoder", encoder), new Sequential("decoder", decoder), decoder[^1].Bias);
    }

    private Dense Layer(int inputs, int outputs, Activation activation, Rng rng) => new(inputs, outputs, activation, Initialization, rng);

    private static ValueList<int> Check(ValueList<int> widths)
    {
        ArgumentNullException.ThrowIfNull(widths);
        if (widths.Count is < 2 or > 64 || widths.Any(width => width < 1))
            throw new ArgumentException($"Widths are two to 64 numbers greater than zero, inputs first and code last, got {widths}.");
        return widths;
    }
}
