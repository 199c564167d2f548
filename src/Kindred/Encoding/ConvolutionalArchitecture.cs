using System.Text;
using Kindred.Datasets;
using Kindred.Networks;
using Kindred.Networks.Layers;
using Kindred.Numerics;

namespace Kindred.Encoding;

/// <summary>Convolutions with ReLU and 2×2 max pooling between them down to a code, and convolutions with upsampling back to pixels in [0, 1].</summary>
/// <remarks>With the defaults these are twelve layers: three convolutions, two poolings and a dense layer to encode; a dense layer, three
/// convolutions and two upsamplings to decode. Images whose sides cannot be halved so often are put into the middle of the next larger frame, their
/// outermost pixels repeated to its border, and restored images are cut back: rows, losses and reports know the true shape only.</remarks>
public sealed record ConvolutionalArchitecture : IArchitecture
{
    private const int MostValues = 1 << 24;

    /// <summary>Any height and width from 1, any number of channels.</summary>
    public ImageShape Shape { get; init => field = Check(value); } = new(28, 28, 1);

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

    /// <summary>Whether every hidden convolution is normalised over the batch before its ReLU; slower.</summary>
    public bool BatchNormalization { get; init; }

    public Initialization Initialization { get; init; } = Initialization.GlorotUniform;

    public int Inputs => Shape.Size;

    public ValueList<int> CodeShape => CodeChannels is { } channels ? [SmallestHeight, SmallestWidth, channels] : [CodeLength];

    public long ParameterCount
    {
        get
        {
            var area = (double)Window * Window;  // as a double nothing overflows, and counts that fit into memory are exact
            var count = (2 * area * Shape.Channels * Channels[0]) + Channels[0] + Shape.Channels;
            for (var i = 1; i < Channels.Count; i++)
                count += (2 * area * Channels[i - 1] * Channels[i]) + Channels[i - 1] + Channels[i];
            if (BatchNormalization)
                count += 4 * ((2.0 * Channels.Sum(channels => (double)channels)) - (CodeChannels is null ? Channels[^1] : 0));
            var last = CodeChannels is null ? (double)SmallestHeight * SmallestWidth * Channels[^1] : Channels[^1];
            var (code, places) = CodeChannels is { } channels ? (channels, area) : (CodeLength, 1);
            return (long)(count + (2 * places * last * code) + last + code);
        }
    }

    double IArchitecture.ActivationCount
    {
        get
        {
            var frame = (double)Frame.Height * Frame.Width;
            var count = 4 * frame * Shape.Channels;
            for (var i = 0; i < Channels.Count; i++)  // each convolution with its pooling or upsampling and normalisation, there and back
                count += (BatchNormalization ? 9 : 3) * (frame / Math.Pow(4, i)) * Channels[i];
            return count + (2.0 * this.CodeLength());
        }
    }

    /// <summary>What the convolutions work on: <see cref="Shape"/> with each side at the next multiple of two to the number of poolings.</summary>
    internal ImageShape Frame => new(SmallestHeight << Poolings, SmallestWidth << Poolings, Shape.Channels);

    internal bool IsFramed => Frame != Shape;

    private int Poolings => Channels.Count - 1;

    private int SmallestHeight => Halved(Shape.Height);

    private int SmallestWidth => Halved(Shape.Width);

    /// <summary>The settings, and the frame if there is one.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{nameof(ConvolutionalArchitecture)} {{ ");
        PrintMembers(text);
        return text.Append(IsFramed ? $", Frame = {Frame} }}" : " }").ToString();
    }

    public EncoderDecoder Build(Rng rng)
    {
        if (Math.Min(Shape.Height, Shape.Width) <= (1 << Poolings) / 8)  // most of the frame would be border
            throw new ArgumentException($"{Poolings} poolings need images whose sides are more than {(1 << Poolings) / 8}, got {Shape}.");
        var encoder = Encoder(rng);
        var (decoder, output) = Decoder(rng);
        return new EncoderDecoder(
            [Shape.Height, Shape.Width, Shape.Channels], new Sequential("encoder", encoder), new Sequential("decoder", decoder), output.Bias);
    }

    private List<Layer> Encoder(Rng rng)
    {
        var layers = new List<Layer>();
        if (IsFramed)
            layers.Add(new EdgePadding2D(Frame.Height, Frame.Width));
        for (var i = 0; i < Channels.Count; i++)
        {
            if (i > 0)
                layers.AddRange(Smaller());
            layers.AddRange(Hidden(i == 0 ? Shape.Channels : Channels[i - 1], Channels[i], rng));
        }

        if (CodeChannels is { } channels)
            return [.. layers, Convolution(Channels[^1], channels, Activation.Linear, rng)];
        var values = SmallestHeight * SmallestWidth * Channels[^1];
        return [.. layers, new Flatten(), new Dense(values, CodeLength, Activation.Linear, Initialization, rng)];
    }

    private (List<Layer> Layers, Conv2D Output) Decoder(Rng rng)
    {
        var layers = new List<Layer>();
        if (CodeChannels is { } channels)
        {
            layers.AddRange(Hidden(channels, Channels[^1], rng));
        }
        else
        {
            layers.Add(new Dense(CodeLength, SmallestHeight * SmallestWidth * Channels[^1], Activation.Relu, Initialization, rng));
            layers.Add(new Reshape([SmallestHeight, SmallestWidth, Channels[^1]]));
        }

        for (var i = Channels.Count - 1; i > 0; i--)
        {
            layers.AddRange(Hidden(Channels[i], Channels[i - 1], rng));
            layers.Add(new Upsampling2D());
        }

        var output = Convolution(Channels[0], Shape.Channels, Activation.Sigmoid, rng);
        layers.Add(output);
        if (IsFramed)
            layers.Add(new Cropping2D(Shape.Height, Shape.Width));
        return (layers, output);
    }

    /// <summary>⌈side / 2^poolings⌉</summary>
    private int Halved(int side) => ((side - 1) >> Poolings) + 1;

    private Layer[] Smaller() => Dropout > 0 ? [new MaxPooling2D(), new Dropout(Dropout)] : [new MaxPooling2D()];

    /// <summary>A convolution with ReLU, normalised in between if asked for.</summary>
    private Layer[] Hidden(int inputs, int outputs, Rng rng) => BatchNormalization
        ? [Convolution(inputs, outputs, Activation.Linear, rng), new BatchNormalization(outputs), new ActivationLayer(Activation.Relu)]
        : [Convolution(inputs, outputs, Activation.Relu, rng)];

    private Conv2D Convolution(int inputs, int outputs, Activation activation, Rng rng) =>
        new(inputs, outputs, Window, activation, Initialization, rng);

    private static ImageShape Check(ImageShape shape)
    {
        if (shape.Height < 1 || shape.Width < 1 || shape.Channels < 1 || (double)shape.Height * shape.Width * shape.Channels > MostValues)
            throw new ArgumentException($"An image has at least one pixel and one channel and at most {MostValues} values, got {shape}.");
        return shape;
    }

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
