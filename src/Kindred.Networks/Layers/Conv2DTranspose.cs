using Kindred.Numerics;

namespace Kindred.Networks.Layers;

/// <summary>The way back of a convolution: every pixel adds a window of its own to a larger image, then bias and activation.</summary>
public sealed class Conv2DTranspose : Layer
{
    /// <summary>From images of <paramref name="inputs"/> channels; the window is as high as wide.</summary>
    public Conv2DTranspose(int inputs, int channels, int window, Activation activation, Initialization initialization, Rng rng)
    {
        Guard.Positive(channels, nameof(channels));
        Guard.Positive(window, nameof(window));
        Weight = new Parameter("weight", window, window, channels, Guard.Positive(inputs, nameof(inputs)));
        Bias = new Parameter("bias", channels);
        Activation = activation;
        initialization.Fill(Weight, Bias, window * window * channels, window * window * inputs, rng);
        Parameters = [Weight, Bias];
    }

    public Activation Activation { get; }

    /// <summary>How far apart the windows of neighbouring pixels are; one by default.</summary>
    public int Stride { get; init => field = Guard.Positive(value); } = 1;

    /// <summary>What is cut off, as the convolution on the way there would have added it.</summary>
    public Padding Padding { get; init; } = Padding.Same;

    /// <summary>window x window x channels x inputs</summary>
    public Parameter Weight { get; }

    public Parameter Bias { get; }

    public override string Kind => nameof(Conv2DTranspose);

    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>batch x height x width x inputs → batch x height' x width' x channels</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Conv2DTranspose(Weight, Bias, Stride, Padding, Activation);
    }
}
