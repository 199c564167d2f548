using Kindred.Datasets;
using Kindred.Networks;
using Kindred.Networks.Layers;
using Kindred.Numerics;

namespace Kindred.Encoding;

/// <summary>A convolutional encoder whose last layer is the code, and a projector behind it that only the loss looks at.</summary>
/// <remarks>Stages halve the picture as long as both its sides can be halved. Chen, Kornblith, Norouzi and Hinton 2020, arXiv:2002.05709, section 4.2, for why the projection is not the code.</remarks>
public sealed record ContrastiveArchitecture
{
    private const int MostValues = 1 << 24;

    /// <summary>Any height and width from 1, any number of channels.</summary>
    public required ImageShape Shape { get; init => field = Check(value); }

    /// <summary>Of each stage: a 3 × 3 convolution that halves the picture.</summary>
    public ValueList<int> Channels { get; init => field = Check(value); } = [32, 64, 128];

    /// <summary>How a stage halves the picture.</summary>
    public Halving Halving { get; init; } = Halving.MaxPooling;

    /// <summary>Residual blocks of two convolutions in each stage, after it has halved the picture.</summary>
    public int ResidualBlocks { get; init => field = value is >= 0 and <= 64 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There are 0 to 64 residual blocks in a stage."); }

    /// <summary>Whether every hidden layer is normalised over the batch before its ReLU.</summary>
    public bool BatchNormalization { get; init; } = true;

    /// <summary>Numbers in the code.</summary>
    public int CodeLength { get; init => field = Guard.Positive(value); } = 256;

    /// <summary>Outputs of the projector's layers, the projection last.</summary>
    public ValueList<int> Projection { get; init => field = Check(value); } = [64];

    public Initialization Initialization { get; init; } = Initialization.HeNormal;

    /// <summary>Values of a row that comes in.</summary>
    public int Inputs => Shape.Size;

    /// <summary>Numbers that the encoder holds, without the projector.</summary>
    public long ParameterCount
    {
        get
        {
            var (count, inputs, values) = (0.0, (double)Shape.Channels, (double)Shape.Size);  // as doubles nothing overflows, and counts that fit into memory are exact
            foreach (var (channels, height, width) in Stages())
            {
                count += Layer(9 * inputs, channels) + (2 * ResidualBlocks * Layer(9.0 * channels, channels));
                (inputs, values) = (channels, (double)height * width * channels);
            }

            return (long)(count + Layer(values, CodeLength));
        }
    }

    /// <summary>Values that a pass through the encoder makes of one row.</summary>
    internal double ActivationCount
    {
        get
        {
            var (count, before) = ((double)Shape.Size, (double)Shape.Height * Shape.Width);
            foreach (var (channels, height, width) in Stages())
            {
                count += channels * (before + ((2 + (8 * ResidualBlocks)) * (double)height * width));
                before = (double)height * width;
            }

            return count + (3.0 * CodeLength);
        }
    }

    /// <summary>An encoder and a projector with starting values drawn from <paramref name="rng"/>.</summary>
    public ContrastiveNetwork Build(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var (layers, inputs, values) = (new List<Layer>(), Shape.Channels, Shape.Size);
        var (above, across) = (Shape.Height, Shape.Width);
        foreach (var (channels, height, width) in Stages())
        {
            layers.AddRange(Stage(inputs, channels, isHalved: (height, width) != (above, across), rng));
            for (var block = 0; block < ResidualBlocks; block++)
                layers.Add(new Residual([.. Convolution(channels, channels, 1, rng), .. Rectified(channels), .. Convolution(channels, channels, 1, rng), .. Normalized(channels)]));
            (inputs, values, above, across) = (channels, height * width * channels, height, width);
        }

        layers.AddRange([new Flatten(), .. Hidden(values, CodeLength, rng)]);
        var projector = new List<Layer>();
        for (var i = 0; i < Projection.Count; i++)
        {
            var from = i == 0 ? CodeLength : Projection[i - 1];
            projector.AddRange(i < Projection.Count - 1 ? Hidden(from, Projection[i], rng) : [new Dense(from, Projection[i], Activation.Linear, Initialization, rng)]);
        }

        return new ContrastiveNetwork([Shape.Height, Shape.Width, Shape.Channels], new Sequential("encoder", layers), new Sequential("projector", projector));
    }

    /// <summary>Channels, height and width of what each stage gives.</summary>
    private IEnumerable<(int Channels, int Height, int Width)> Stages()
    {
        var (height, width) = (Shape.Height, Shape.Width);
        foreach (var channels in Channels)
        {
            if (Math.Min(height, width) > 1)
                (height, width) = Halving == Halving.MaxPooling ? (height / 2, width / 2) : ((height + 1) / 2, (width + 1) / 2);
            yield return (channels, height, width);
        }
    }

    /// <summary>Convolution, halving, normalisation, ReLU: what is normalised is a quarter of what was convolved.</summary>
    private Layer[] Stage(int inputs, int outputs, bool isHalved, Rng rng) => isHalved && Halving == Halving.MaxPooling
        ? [.. Convolution(inputs, outputs, 1, rng), new MaxPooling2D(), .. Rectified(outputs)]
        : [.. Convolution(inputs, outputs, isHalved ? 2 : 1, rng), .. Rectified(outputs)];

    private Layer[] Hidden(int inputs, int outputs, Rng rng) => [new Dense(inputs, outputs, Activation.Linear, Initialization, rng), .. Rectified(outputs)];

    private Layer[] Convolution(int inputs, int outputs, int stride, Rng rng) => [new Conv2D(inputs, outputs, 3, Activation.Linear, Initialization, rng) { Stride = stride }];

    private Layer[] Rectified(int columns) => [.. Normalized(columns), new ActivationLayer(Activation.Relu)];

    private Layer[] Normalized(int columns) => BatchNormalization ? [new BatchNormalization(columns)] : [];

    private double Layer(double inputs, double outputs) => (inputs * outputs) + outputs + (BatchNormalization ? 4 * outputs : 0);

    private static ImageShape Check(ImageShape shape) =>
        shape.Height >= 1 && shape.Width >= 1 && shape.Channels >= 1 && (double)shape.Height * shape.Width * shape.Channels <= MostValues
            ? shape
            : throw new ArgumentException($"A picture has at least one pixel and one channel and at most {MostValues} values, got {shape}.");

    private static ValueList<int> Check(ValueList<int> widths)
    {
        ArgumentNullException.ThrowIfNull(widths);
        if (widths.Count is 0 or > 16 || widths.Any(width => width < 1))
            throw new ArgumentException($"Channels and projections are one to sixteen numbers greater than zero, got {widths}.");
        return widths;
    }
}

/// <summary>How a stage halves a picture.</summary>
public enum Halving
{
    /// <summary>The largest of every 2 × 2 pixels, behind the convolution.</summary>
    MaxPooling,

    /// <summary>The convolution leaves out every other pixel.</summary>
    Stride,
}

/// <summary>Two networks: rows to codes, and codes to what the loss looks at.</summary>
/// <param name="InputShape">Shape of one sample, e.g. 28 x 28 x 1.</param>
/// <param name="Encoder">batch x input shape → batch x code length</param>
/// <param name="Projector">batch x code length → batch x projection</param>
public sealed record ContrastiveNetwork(ValueList<int> InputShape, Sequential Encoder, Sequential Projector)
{
    /// <summary>Layers of the encoder, then of the projector.</summary>
    public LayerTable Layers => new(InputShape, [.. Encoder.Layers, .. Projector.Layers]);

    public IReadOnlyList<Parameter> Parameters { get; } = [.. Encoder.Parameters, .. Projector.Parameters];

    /// <summary>rows x inputs → rows x projection</summary>
    internal Tensor Project(Tensor x) => Projector.Forward(Encode(x));

    /// <summary>rows x inputs → rows x code length</summary>
    internal Tensor Encode(Tensor x) => Encoder.Forward(x.Reshape([x.Rows, .. InputShape]));
}
