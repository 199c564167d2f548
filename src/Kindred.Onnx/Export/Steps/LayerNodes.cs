using Kindred.Datasets;
using Kindred.Networks;
using Kindred.Networks.Layers;

namespace Kindred.Onnx.Export.Steps;

/// <summary>What goes from layer to layer.</summary>
/// <param name="Value">batch x channels x height x width where there is a picture, else batch x columns.</param>
/// <param name="Picture">Its shape, or null.</param>
internal readonly record struct Signal(Value Value, ImageShape? Picture);

/// <summary>Layers of networks as nodes, as they are outside of training. A new one is one line here.</summary>
internal static class LayerNodes
{
    private static readonly Dictionary<Type, Func<GraphBuilder, Layer, Signal, Signal>> Known = new()
    {
        [typeof(Dense)] = (graph, layer, x) => Add(graph, (Dense)layer, x),
        [typeof(Conv2D)] = (graph, layer, x) => Add(graph, (Conv2D)layer, x),
        [typeof(BatchNormalization)] = (graph, layer, x) => x with { Value = Add(graph, (BatchNormalization)layer, x.Value) },
        [typeof(ActivationLayer)] = (graph, layer, x) => x with { Value = Activate(graph, ((ActivationLayer)layer).Activation, x.Value) },
        [typeof(MaxPooling2D)] = (graph, layer, x) => Pool(graph, "MaxPool", ((MaxPooling2D)layer).Window, ((MaxPooling2D)layer).Stride, x),
        [typeof(AveragePooling2D)] = (graph, layer, x) => Pool(graph, "AveragePool", ((AveragePooling2D)layer).Window, ((AveragePooling2D)layer).Stride, x),
        [typeof(EdgePadding2D)] = (graph, layer, x) => Add(graph, (EdgePadding2D)layer, x),
        [typeof(Flatten)] = (graph, _, x) => new Signal(Rows(graph, x), null),
        [typeof(Dropout)] = (_, _, x) => x,
        [typeof(Residual)] = (graph, layer, x) => Add(graph, (Residual)layer, x),
    };

    private static readonly Dictionary<Activation, Func<GraphBuilder, Value, Value>> Activations = new()
    {
        [Activation.Linear] = (_, x) => x,
        [Activation.Relu] = (graph, x) => graph.Node("Relu", [x]),
        [Activation.LeakyRelu] = (graph, x) => graph.Node("LeakyRelu", [x], GraphBuilder.Attribute("alpha", Networks.Activations.LeakySlope)),
        [Activation.Sigmoid] = (graph, x) => graph.Node("Sigmoid", [x]),
        [Activation.Tanh] = (graph, x) => graph.Node("Tanh", [x]),
        [Activation.Softmax] = (graph, x) => graph.Node("Softmax", [x], GraphBuilder.Attribute("axis", 1L)),  // channels come first here
        [Activation.Gelu] = (graph, x) => graph.Multiply(x, graph.Multiply(graph.Single(0.5f), graph.Add(graph.Single(1), graph.Node("Erf", [graph.Multiply(x, graph.Single(1 / MathF.Sqrt(2)))])))),
        [Activation.Silu] = (graph, x) => graph.Multiply(x, graph.Node("Sigmoid", [x])),
    };

    /// <summary>batch x inputs → batch x outputs, a picture's pixels in a line</summary>
    /// <exception cref="ArgumentException">A layer is of a kind that is not exported.</exception>
    public static Value Network(GraphBuilder graph, Sequential network, ReadOnlySpan<int> inputShape, Value rows)
    {
        var signal = inputShape is [var height, var width, var channels]
            ? new Signal(PictureNodes.Planes(graph, new ImageShape(height, width, channels), rows), new ImageShape(height, width, channels))
            : new Signal(rows, null);
        return Rows(graph, Add(graph, network.Layers, signal));
    }

    private static Signal Add(GraphBuilder graph, IReadOnlyList<Layer> layers, Signal x) => layers.Aggregate(x, (signal, layer) => Known.TryGetValue(layer.GetType(), out var add)
        ? add(graph, layer, signal)
        : throw new ArgumentException($"A network with a layer {layer.Kind} is not exported to ONNX; layers of {string.Join(", ", Known.Keys.Select(kind => kind.Name))} are."));

    /// <summary>activation(xW + b)</summary>
    private static Signal Add(GraphBuilder graph, Dense layer, Signal x)
    {
        var weight = graph.Constant(layer.Weight.ToArray(), layer.Weight.Shape.ToArray());
        return new Signal(Activate(graph, layer.Activation, graph.Node("Gemm", [Rows(graph, x), weight, graph.Constant(layer.Bias.ToArray(), layer.Bias.Length)])), null);
    }

    /// <summary>activation(x ∗ W + b)</summary>
    private static Signal Add(GraphBuilder graph, Conv2D layer, Signal x)
    {
        var (window, inputs, channels) = (layer.Weight.Shape[0], layer.Weight.Shape[2], layer.Channels);
        var (down, across) = (Along(layer, x.Picture!.Value.Height), Along(layer, x.Picture.Value.Width));
        var convolved = graph.Node("Conv", [x.Value, graph.Constant(ChannelsFirst(layer.Weight), channels, inputs, window, window), graph.Constant(layer.Bias.ToArray(), channels)],
            GraphBuilder.Attribute("kernel_shape", window, window), GraphBuilder.Attribute("strides", layer.Stride, layer.Stride),
            GraphBuilder.Attribute("pads", down.Before, across.Before, down.After, across.After));
        return new Signal(Activate(graph, layer.Activation, convolved), new ImageShape(down.Positions, across.Positions, channels));
    }

    private static (int Before, int After, int Positions) Along(Conv2D layer, int size)
    {
        var window = layer.Weight.Shape[0];
        var (before, positions) = layer.Padding.Along(size, window, layer.Stride);
        return (before, Math.Max(0, ((positions - 1) * layer.Stride) + window - size - before), positions);
    }

    /// <summary>window x window x inputs x channels → channels x inputs x window x window</summary>
    private static float[] ChannelsFirst(Parameter weight)
    {
        var (pixels, inputs, channels) = (weight.Shape[0] * weight.Shape[1], weight.Shape[2], weight.Shape[3]);
        var (source, target) = (weight.ToArray(), new float[weight.Length]);
        for (var i = 0; i < source.Length; i++)
            target[((i % channels) * inputs * pixels) + (i / channels % inputs * pixels) + (i / channels / inputs)] = source[i];
        return target;
    }

    private static Value Add(GraphBuilder graph, BatchNormalization layer, Value x) => graph.Node("BatchNormalization",
        [x, .. new[] { layer.Scale, layer.Shift, layer.RunningMean, layer.RunningVariance }.Select(parameter => graph.Constant(parameter.ToArray(), parameter.Length))],
        GraphBuilder.Attribute("epsilon", (float)layer.Epsilon));

    private static Signal Pool(GraphBuilder graph, string operation, int window, int stride, Signal x)
    {
        var shape = x.Picture!.Value;
        var pooled = graph.Node(operation, [x.Value], GraphBuilder.Attribute("kernel_shape", window, window), GraphBuilder.Attribute("strides", stride, stride));
        return new Signal(pooled, shape with { Height = ((shape.Height - window) / stride) + 1, Width = ((shape.Width - window) / stride) + 1 });
    }

    private static Signal Add(GraphBuilder graph, EdgePadding2D layer, Signal x)
    {
        var shape = x.Picture!.Value;
        var (top, left) = ((layer.Height - shape.Height) / 2, (layer.Width - shape.Width) / 2);
        var padded = graph.PadEdges(x.Value, top, left, layer.Height - shape.Height - top, layer.Width - shape.Width - left);
        return new Signal(padded, shape with { Height = layer.Height, Width = layer.Width });
    }

    /// <summary>max(x + f(x), 0)</summary>
    private static Signal Add(GraphBuilder graph, Residual block, Signal x) =>
        x with { Value = graph.Node("Relu", [graph.Add(x.Value, Add(graph, block.Layers, x).Value)]) };

    private static Value Activate(GraphBuilder graph, Activation activation, Value x) => Activations[activation](graph, x);

    private static Value Rows(GraphBuilder graph, Signal x) => x.Picture is { } shape ? PictureNodes.Rows(graph, shape, x.Value) : x.Value;
}
