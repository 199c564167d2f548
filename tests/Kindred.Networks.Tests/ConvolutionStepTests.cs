using Kindred.Networks.Layers;
using Kindred.Numerics;

namespace Kindred.Networks.Tests;

/// <summary>Layers done in one pass give what they give one after the other.</summary>
public sealed class ConvolutionStepTests
{
    public static TheoryData<string> Networks => ["convolution, pooling", "upsampling, convolution", "all three", "two steps", "pooling that does not fit a step"];

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_sequence_gives_what_its_layers_give(string name)
    {
        var layers = Layers(name);
        var (together, gradients) = Run(layers, new Sequential("net", layers).Forward);
        var (apart, expected) = Run(layers, x => layers.Aggregate(x, (y, layer) => layer.Forward(y)));
        Close(apart, together);
        for (var i = 0; i < expected.Length; i++)
            Close(expected[i], gradients[i]);
    }

    [Fact]
    public void A_pooling_that_leaves_nothing_is_refused()
    {
        using var graph = new Graph();
        var network = new Sequential("net", [Convolution(1, 2, Activation.Relu, new Rng(1)), new MaxPooling2D()]);
        Assert.Throws<ArgumentException>(() => network.Forward(graph.Input(2, 1, 4, 1)));
    }

    [Fact]
    public void Images_of_other_channels_are_refused()
    {
        using var graph = new Graph();
        var network = new Sequential("net", [Convolution(3, 2, Activation.Relu, new Rng(1)), new MaxPooling2D()]);
        var error = Assert.Throws<ArgumentException>(() => network.Forward(graph.Input(2, 4, 4, 1)));
        Assert.Contains("Images of 1 channels", error.Message, StringComparison.Ordinal);
    }

    private static List<Layer> Layers(string name)
    {
        var rng = new Rng(2);
        return name switch
        {
            "convolution, pooling" => [Convolution(3, 18, Activation.Relu, rng), new MaxPooling2D()],
            "upsampling, convolution" => [new Upsampling2D(), Convolution(3, 16, Activation.Tanh, rng)],
            "all three" => [new Upsampling2D(), Convolution(3, 1, Activation.Linear, rng), new MaxPooling2D()],
            "two steps" => [Convolution(3, 8, Activation.Relu, rng), new MaxPooling2D(), new Upsampling2D(), Convolution(8, 1, Activation.Sigmoid, rng)],
            _ => [Convolution(3, 4, Activation.Sigmoid, rng), new MaxPooling2D(), Convolution(4, 4, Activation.Relu, rng), new MaxPooling2D(2, 1)],
        };
    }

    private static Conv2D Convolution(int inputs, int channels, Activation activation, Rng rng) =>
        new(inputs, channels, 3, activation, Initialization.FanInUniform, rng);

    private static (float[] Result, float[][] Gradients) Run(List<Layer> layers, Func<Tensor, Tensor> forward)
    {
        using var graph = new Graph();
        var rng = new Rng(3);
        var pixels = new Parameter("pixels", 4, 7, 6, 3);
        pixels.Set([.. Enumerable.Range(0, pixels.Length).Select(_ => (float)rng.NextDouble())]);
        var y = forward(graph.Of(pixels));
        var loss = (y * y).Sum();
        graph.Forward();
        graph.Backward(loss);
        return (y.Values.ToArray(), [pixels.GradientToArray(), .. layers.SelectMany(layer => layer.Parameters).Select(p => p.GradientToArray())]);
    }

    // sums are added in another order, so the last bits may differ
    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 2e-6 * scale, $"expected {pair.First}, got {pair.Second}"));
    }
}
