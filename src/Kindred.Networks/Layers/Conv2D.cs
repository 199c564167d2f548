using Kindred.Numerics;

namespace Kindred.Networks.Layers;

/// <summary>activation(x ∗ W + b): windows of an image to <see cref="Channels"/> numbers each.</summary>
public sealed class Conv2D : Layer
{
    /// <summary>For images of <paramref name="inputs"/> channels; the window is as high as wide.</summary>
    public Conv2D(int inputs, int channels, int window, Activation activation, Initialization initialization, Rng rng)
    {
        Guard.Positive(inputs, nameof(inputs));
        Guard.Positive(window, nameof(window));
        Weight = new Parameter("weight", window, window, inputs, Guard.Positive(channels, nameof(channels)));
        Bias = new Parameter("bias", channels);
        Activation = activation;
        initialization.Fill(Weight, Bias, window * window * inputs, window * window * channels, rng);
        Parameters = [Weight, Bias];
    }

    public Activation Activation { get; }

    public int Channels => Bias.Length;

    /// <summary>How far the window moves at a time; one by default.</summary>
    public int Stride { get; init => field = Guard.Positive(value); } = 1;

    public Padding Padding { get; init; } = Padding.Same;

    /// <summary>window x window x inputs x channels</summary>
    public Parameter Weight { get; }

    public Parameter Bias { get; }

    public override string Kind => nameof(Conv2D);

    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>batch x height x width x inputs → batch x height' x width' x channels</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Conv2D(Weight, Bias, Stride, Padding, Activation);
    }
}
