namespace Kindred.Networks.Tests;

/// <summary>Every operation goes through <see cref="GradientContract"/>: adding one is one line here.</summary>
public sealed class GradientTests
{
    internal static readonly Dictionary<string, GradientCase> Cases = new()
    {
        ["sum of tensors"] = new((g, p) => g.Of(p[0]) + g.Of(p[1]), [3, 20], [3, 20]),
        ["difference"] = new((g, p) => g.Of(p[0]) - g.Of(p[1]), [3, 20], [3, 20]),
        ["product of values"] = new((g, p) => g.Of(p[0]) * g.Of(p[1]), [3, 20], [3, 20]),
        ["product with itself"] = new((g, p) => g.Of(p[0]) * g.Of(p[0]), [3, 20]),
        ["scaled"] = new((g, p) => g.Of(p[0]) * -2.5f, [3, 20]),
        ["exp"] = new((g, p) => g.Of(p[0]).Exp(), [3, 20]),
        ["log"] = new((g, p) => g.Of(p[0]).Log(), [3, 20]) { Low = 0.5, High = 2 },
        ["relu"] = new((g, p) => g.Of(p[0]).Relu(), [3, 20]),
        ["leaky relu"] = new((g, p) => g.Of(p[0]).LeakyRelu(0.2f), [3, 20]),
        ["sigmoid"] = new((g, p) => g.Of(p[0]).Sigmoid(), [3, 20]) { Low = -3, High = 3 },
        ["tanh"] = new((g, p) => g.Of(p[0]).Tanh(), [3, 20]) { Low = -2, High = 2 },
        ["GELU"] = new((g, p) => g.Of(p[0]).Activate(Activation.Gelu), [3, 20]) { Low = -4, High = 4 },
        ["SiLU"] = new((g, p) => g.Of(p[0]).Activate(Activation.Silu), [3, 20]) { Low = -6, High = 6 },
        ["softmax"] = new((g, p) => g.Of(p[0]).Softmax(), [5, 7]),
        ["reshape"] = new((g, p) => g.Of(p[0]).Reshape(6, 10) * g.Of(p[1]), [3, 20], [6, 10]),
        ["sum"] = new((g, p) => (g.Of(p[0]) * g.Of(p[0])).Sum(), [3, 20]),
        ["mean"] = new((g, p) => (g.Of(p[0]) * g.Of(p[0])).Mean(), [3, 20]),
        ["product"] = new((g, p) => g.Of(p[0]).MatMul(g.Of(p[1])), [4, 6], [6, 5]),
        ["product with a transpose"] = new((g, p) => g.Of(p[0]).MatMul(g.Of(p[1]), transposed: true), [4, 6], [5, 6]),
        ["dense linear"] = Dense(Activation.Linear),
        ["dense relu"] = Dense(Activation.Relu),
        ["dense leaky relu"] = Dense(Activation.LeakyRelu),
        ["dense sigmoid"] = Dense(Activation.Sigmoid),
        ["dense tanh"] = Dense(Activation.Tanh),
        ["dense softmax"] = Dense(Activation.Softmax),
        ["dense GELU"] = Dense(Activation.Gelu),
        ["dense SiLU"] = Dense(Activation.Silu),
        ["dense used twice"] = new((g, p) => g.Of(p[0]).Dense(p[1], p[2], Activation.Tanh).Dense(p[1], p[2]), [5, 6], [6, 6], [6]),
        ["dense on many rows"] = new((g, p) => g.Of(p[0]).Dense(p[1], p[2]), [700, 3], [3, 17], [17]),
        ["convolution 3x3 same"] = Convolution(5, 6, 3, 1, Padding.Same, Activation.Relu),
        ["convolution 3x3 same, one channel to 32"] =
            new((g, p) => g.Of(p[0]).Conv2D(p[1], p[2], 1, Padding.Same, Activation.Tanh), [2, 6, 6, 1], [3, 3, 1, 32], [32]),
        ["convolution 3x3 same, 16 channels to one"] =
            new((g, p) => g.Of(p[0]).Conv2D(p[1], p[2], 1, Padding.Same, Activation.Sigmoid), [2, 6, 6, 16], [3, 3, 16, 1], [1]),
        ["convolution 3x3 valid"] = Convolution(5, 6, 3, 1, Padding.Valid, Activation.Sigmoid),
        ["convolution 3x3 valid, GELU"] = Convolution(5, 6, 3, 1, Padding.Valid, Activation.Gelu),
        ["convolution 3x3 stride 2 same"] = Convolution(7, 6, 3, 2, Padding.Same, Activation.Linear),
        ["convolution 4x4 stride 2 padding 1"] = Convolution(8, 6, 4, 2, Padding.Of(1), Activation.Tanh),
        ["convolution 1x1"] = Convolution(4, 3, 1, 1, Padding.Valid, Activation.LeakyRelu),
        ["convolution 5x5 padding 3"] = Convolution(4, 5, 5, 1, Padding.Of(3), Activation.Linear),
        ["convolution 3x3 same, used twice"] =
            new((g, p) => g.Of(p[0]).Conv2D(p[1], p[2], 1, Padding.Same).Conv2D(p[1], p[2], 1, Padding.Same), [2, 4, 5, 3], [3, 3, 3, 3], [3]),
        ["convolution 3x3 same, its operand used twice"] =
            new((g, p) => g.Of(p[0]).Conv2D(p[1], null, 1, Padding.Same) + g.Of(p[0]), [2, 4, 5, 3], [3, 3, 3, 3]),
        ["convolution step, pooled"] = Step(6, 4, Activation.Linear, upsampled: false, pooled: true),
        ["convolution step, relu, pooled with a rest"] = Step(5, 7, Activation.Relu, upsampled: false, pooled: true),
        ["convolution step, upsampled"] = Step(3, 4, Activation.Sigmoid, upsampled: true, pooled: false),
        ["convolution step, upsampled, SiLU"] = Step(3, 4, Activation.Silu, upsampled: true, pooled: false),
        ["convolution step, upsampled, relu, pooled"] = Step(3, 4, Activation.Relu, upsampled: true, pooled: true),
        ["max pooling"] = new((g, p) => g.Of(p[0]).MaxPool(), [2, 6, 4, 18]),
        ["max pooling with a rest"] = new((g, p) => g.Of(p[0]).MaxPool(), [2, 5, 7, 3]),
        ["max pooling 3 stride 2"] = new((g, p) => g.Of(p[0]).MaxPool(3, 2), [2, 7, 7, 3]),
        ["max pooling twice on one operand"] = new((g, p) => g.Of(p[0]).MaxPool() + g.Of(p[0]).MaxPool(), [2, 6, 4, 3]),
        ["average pooling"] = new((g, p) => g.Of(p[0]).AveragePool(), [2, 6, 4, 18]),
        ["average pooling 3 stride 2"] = new((g, p) => g.Of(p[0]).AveragePool(3, 2), [2, 7, 7, 3]),
        ["upsampling"] = new((g, p) => g.Of(p[0]).Upsample(), [2, 3, 4, 17]),
        ["upsampling by three"] = new((g, p) => g.Of(p[0]).Upsample(3), [2, 3, 4, 2]),
        ["edges extended"] = new((g, p) => g.Of(p[0]).ExtendEdges(8, 7), [2, 5, 4, 3]),
        ["edges extended, operand used twice"] =
            new((g, p) => g.Of(p[0]).ExtendEdges(4, 8) + g.Of(p[0]).ExtendEdges(4, 8), [2, 3, 8, 2]),
        ["edges of one pixel extended"] = new((g, p) => g.Of(p[0]).ExtendEdges(4, 4), [2, 1, 1, 3]),
        ["cropping"] = new((g, p) => g.Of(p[0]).Crop(5, 4), [2, 8, 7, 3]),
        ["cropping what is extended"] = new((g, p) => g.Of(p[0]).ExtendEdges(8, 8).Crop(5, 6), [2, 5, 6, 3]),
        ["transposed convolution 3x3 same"] = Transposed(4, 5, 3, 1, Padding.Same, Activation.Tanh),
        ["transposed convolution 4x4 stride 2 padding 1"] = Transposed(3, 4, 4, 2, Padding.Of(1), Activation.Linear),
        ["transposed convolution 2x2 stride 2"] = Transposed(3, 2, 2, 2, Padding.Same, Activation.Sigmoid),
        ["transposed convolution 2x2 stride 2, SiLU"] = Transposed(3, 2, 2, 2, Padding.Same, Activation.Silu),
        ["transposed convolution 3x3 stride 2 valid"] = Transposed(3, 2, 3, 2, Padding.Valid, Activation.Linear),
        ["dropout"] = new((g, p) => g.Of(p[0]).Dropout(0.4), [6, 50]),
        ["batch normalisation of rows"] = new((g, p) => Normalized(g, p), [9, 5], [5], [5]),
        ["batch normalisation of images"] = new((g, p) => Normalized(g, p), [3, 4, 5, 18], [18], [18]),
        ["binary cross-entropy"] =
            new((g, p) => g.Of(p[0]).BinaryCrossEntropy(Fixed(g, 3, 20).Sigmoid()), [3, 20]) { Low = 0.1, High = 0.9 },
        ["categorical cross-entropy"] = new((g, p) => g.Of(p[0]).Softmax().CategoricalCrossEntropy(Fixed(g, 6, 7).Softmax()), [6, 7]),
        ["Kullback-Leibler divergence"] = new((g, p) => g.Of(p[0]).Softmax().KullbackLeibler(Fixed(g, 6, 7).Softmax()), [6, 7]),
        ["rectified batch normalisation of rows"] = new((g, p) => Normalized(g, p, isRectified: true), [9, 5], [5], [5]),
        ["rectified batch normalisation of images"] = new((g, p) => Normalized(g, p, isRectified: true), [3, 4, 5, 18], [18], [18]),
        ["L2 normalisation"] = new((g, p) => g.Of(p[0]).L2Normalize(), [5, 20]),
        ["L2 normalisation of channels"] = new((g, p) => g.Of(p[0]).L2Normalize(), [2, 3, 4, 5]),
        ["log-softmax"] = new((g, p) => g.Of(p[0]).LogSoftmax(), [5, 19]),
        ["log-softmax without the diagonal"] = new((g, p) => g.Of(p[0]).LogSoftmax(withoutDiagonal: true), [19, 19]),
        ["diagonal masked"] = new((g, p) => g.Of(p[0]).MaskDiagonal(-3), [18, 18]),
        ["squared distances"] = new((g, p) => g.Of(p[0]).SquaredDistances(g.Of(p[1])), [7, 20], [3, 20]),
        ["squared distances among themselves"] = new((g, p) => g.Of(p[0]).SquaredDistances(g.Of(p[0])), [7, 5]),
        ["Student's t"] = new((g, p) => g.Of(p[0]).SquaredDistances(g.Of(p[1])).StudentT(), [7, 5], [4, 5]),
        ["Student's t, three degrees of freedom"] = new((g, p) => g.Of(p[0]).SquaredDistances(g.Of(p[1])).StudentT(3), [7, 5], [4, 5]),
        ["rows gathered"] = new((g, p) => g.Of(p[0]).Gather([3, 0, 3, 1, 3]), [5, 20]),
        ["images gathered"] = new((g, p) => g.Of(p[0]).Gather([1, 2]), [3, 2, 3, 4]),
        ["rows concatenated"] = new((g, p) => Tensor.Concatenate(0, g.Of(p[0]), g.Of(p[1]), g.Of(p[0])), [3, 20], [2, 20]),
        ["columns concatenated"] = new((g, p) => Tensor.Concatenate(-1, g.Of(p[0]), g.Of(p[1])), [3, 20], [3, 7]),
        ["images concatenated side by side"] = new((g, p) => Tensor.Concatenate(2, g.Of(p[0]), g.Of(p[1])), [2, 3, 4, 5], [2, 3, 1, 5]),
        ["rows sliced"] = new((g, p) => g.Of(p[0]).Slice(0, 1, 2), [5, 20]),
        ["columns sliced"] = new((g, p) => g.Of(p[0]).Slice(1, 3, 17), [5, 20]),
        ["channels sliced, one operand twice"] = new((g, p) => g.Of(p[0]).Slice(-1, 0, 3) + g.Of(p[0]).Slice(-1, 2, 3), [2, 3, 4, 5]),
        ["sum of columns"] = new((g, p) => g.Of(p[0]).Sum(0), [5, 20]),
        ["sum of rows"] = new((g, p) => g.Of(p[0]).Sum(-1), [5, 20]),
        ["sum of pixels"] = new((g, p) => g.Of(p[0]).Sum(1), [2, 12, 5]),
        ["mean of columns"] = new((g, p) => g.Of(p[0]).Mean(0), [5, 20]),
        ["mean of rows"] = new((g, p) => g.Of(p[0]).Mean(1), [5, 20]),
        ["mean of pixels"] = new((g, p) => g.Of(p[0]).Mean(1), [2, 12, 18]),
        ["contrastive loss"] = new((g, p) => g.Of(p[0]).ContrastiveLoss(), [12, 7]),
        ["contrastive loss, cold"] = new((g, p) => g.Of(p[0]).ContrastiveLoss(0.1), [8, 20]),
        ["redundancy loss"] = new((g, p) => g.Of(p[0]).RedundancyLoss(0.3), [14, 5]),
        ["neighbour loss"] = new((g, p) => g.Of(p[0]).NeighbourLoss(heads: 3, entropy: 2), [8, 12]),
        ["rows centred"] = new((g, p) => g.Of(p[0]).Centre(), [5, 20]),
        ["transpose"] = new((g, p) => g.Of(p[0]).Transpose() * g.Of(p[1]), [5, 20], [20, 5]),
        ["mean squared error"] = new((g, p) => g.Of(p[0]).MeanSquaredError(Fixed(g, 3, 20)), [3, 20]),
    };

    public static TheoryData<string> All => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(All))]
    public void Gradients_agree_with_differences(string name)
    {
        using var contract = new GradientContract(Cases[name]);
        contract.Check();
    }

    private static GradientCase Dense(Activation activation) =>
        new((g, p) => g.Of(p[0]).Dense(p[1], p[2], activation), [5, 6], [6, 7], [7]);

    private static GradientCase Step(int height, int width, Activation activation, bool upsampled, bool pooled) =>
        new((g, p) => g.Of(p[0]).ConvolutionStep(p[1], p[2], activation, upsampled, pooled), [2, height, width, 3], [3, 3, 3, 18], [18]);

    private static GradientCase Convolution(int height, int width, int window, int stride, Padding padding, Activation activation) =>
        new((g, p) => g.Of(p[0]).Conv2D(p[1], p[2], stride, padding, activation), [2, height, width, 3], [window, window, 3, 4], [4]);

    private static GradientCase Transposed(int height, int width, int window, int stride, Padding padding, Activation activation) =>
        new((g, p) => g.Of(p[0]).Conv2DTranspose(p[1], p[2], stride, padding, activation), [2, height, width, 4], [window, window, 3, 4], [3]);

    private static Tensor Normalized(Graph g, IReadOnlyList<Parameter> p, bool isRectified = false)
    {
        var columns = p[1].Length;
        var (mean, variance) = (new Parameter("mean", columns) { Trainable = false }, new Parameter("variance", columns) { Trainable = false });
        return isRectified ? g.Of(p[0]).RectifiedBatchNormalization(p[1], p[2], mean, variance) : g.Of(p[0]).BatchNormalization(p[1], p[2], mean, variance);
    }

    private static Tensor Fixed(Graph graph, params int[] shape)
    {
        var x = graph.Input(shape);
        for (var i = 0; i < x.Length; i++)
            x.Values[i] = MathF.Sin(i);
        return x;
    }
}
