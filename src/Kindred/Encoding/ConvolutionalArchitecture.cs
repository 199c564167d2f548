using Kindred.Datasets;
using Kindred.Networks.Layers;
using Kindred.Numerics;

namespace Kindred.Encoding;

/// <summary>Convolutions with ReLU and 2×2 max pooling between them down to a code, and convolutions with upsampling back to pixels in [0, 1].</summary>
/// <remarks>With the defaults these are twelve layers: three convolutions, two poolings and a dense layer to encode; a dense layer, three
/// convolutions and two upsamplings to decode.</remarks>
public sealed record ConvolutionalArchitecture : IArchitecture
{
    /// <summary>Height and width must be divisible by two for every pooling.</summary>
    public ImageShape Shape { get; init; } = new(28, 28, 1);

    /// <summary>Of each convolution that encodes; there is a pooling between any two.</summary>
    public ValueList<int> Channels { get; init => field = Check(value); } = [32, 64, 128];

    /// <summary>Height and width of the convolutions' windows.</summary>
    public int Window { get; init => field = Guard.Positive(value); } = 3;

    /// <summary>Numbers in the code, made by a dense layer; unless <see cref="CodeChannels"/> is set.</summary>
    public int CodeLength { get; init => field = Guard.Positive(value); } = 10;

    /// <summary>Channels of a code without a dense layer, made by a convolution: the smallest height x the smallest width x this.</summary>
    public int? CodeChannels { get; init => field = value is { } channels ? Guard.Positive(channels) : null; }

    /// <summary>The share of values that is dropped after every pooling while training, in [0, 1).</summary>
    public double Dropout { get; init => field = Share(value); }

    public Initialization Initialization { get; init; } = Initialization.GlorotUniform;

    public int Inputs => Shape.Size;

    public ValueList<int> CodeShape => CodeChannels is { } channels ? [SmallestHeight, SmallestWidth, channels] : [CodeLength];

    public long ParameterCount
    {
        get
        {
            var area = (long)Window * Window;
            var count = (2 * area * Shape.Channels * Channels[0]) + Channels[0] + Shape.Channels;
            for (var i = 1; i < Channels.Count; i++)
                count += (2 * area * Channels[i - 1] * Channels[i]) + Channels[i - 1] + Channels[i];
            var last = CodeChannels is null ? (long)SmallestHeight * SmallestWidth * Channels[^1] : Channels[^1];
            var (code, places) = CodeChannels is { } channels ? (channels, area) : (CodeLength, 1);
            return count + (2 * places * last * code) + last + code;
        }
    }

    private int Poolings => Channels.Count - 1;

    private int SmallestHeight => Shape.Height >> Poolings;

    private int SmallestWidth => Shape.Width >> Poolings;

    public EncoderDecoder Build(Rng rng)
    {
        if (Shape.Height % (1 << Poolings) != 0 || Shape.Width % (1 << Poolings) != 0)
            throw new ArgumentException($"{Poolings} poolings need images whose sides are multiples of {1 << Poolings}, got {Shape}.");
        return new EncoderDecoder(
            [Shape.Height, Shape.Width, Shape.Channels], new Sequential("encoder", Encoder(rng)), new Sequential("decoder", Decoder(rng)));
    }

    private List<Layer> Encoder(Rng rng)
    {
        var layers = new List<Layer>();
        for (var i = 0; i < Channels.Count; i++)
        {
            if (i > 0)
                layers.AddRange(Smaller());
            layers.Add(Convolution(i == 0 ? Shape.Channels : Channels[i - 1], Channels[i], Activation.Relu, rng));
        }

        if (CodeChannels is { } channels)
            return [.. layers, Convolution(Channels[^1], channels, Activation.Linear, rng)];
        var values = SmallestHeight * SmallestWidth * Channels[^1];
        return [.. layers, new Flatten(), new Dense(values, CodeLength, Activation.Linear, Initialization, rng)];
    }

    private List<Layer> Decoder(Rng rng)
    {
        var layers = new List<Layer>();
        if (CodeChannels is { } channels)
        {
            layers.Add(Convolution(channels, Channels[^1], Activation.Relu, rng));
        }
        else
        {
            layers.Add(new Dense(CodeLength, SmallestHeight * SmallestWidth * Channels[^1], Activation.Relu, Initialization, rng));
            layers.Add(new Reshape([SmallestHeight, SmallestWidth, Channels[^1]]));
        }

        for (var i = Channels.Count - 1; i > 0; i--)
        {
            layers.Add(Convolution(Channels[i], Channels[i - 1], Activation.Relu, rng));
            layers.Add(new Upsampling2D());
        }

        return [.. layers, Convolution(Channels[0], Shape.Channels, Activation.Sigmoid, rng)];
    }

    private Layer[] Smaller() => Dropout > 0 ? [new MaxPooling2D(), new Dropout(Dropout)] : [new MaxPooling2D()];

    private Conv2D Convolution(int inputs, int outputs, Activation activation, Rng rng) =>
        new(inputs, outputs, Window, activation, Initialization, rng);

    private static ValueList<int> Check(ValueList<int> channels)
    {
        ArgumentNullException.ThrowIfNull(channels);
        if (channels.Count == 0 || channels.Count > 16 || channels.Any(count => count < 1))
            throw new ArgumentException($"Channels are one to sixteen numbers greater than zero, got {channels}.");
        return channels;
    }

    private static double Share(double value) =>
        value is >= 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The dropout must be at least zero and less than one.");
}
