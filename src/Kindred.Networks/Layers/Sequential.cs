namespace Kindred.Networks.Layers;

/// <summary>Layers one after the other.</summary>
public sealed class Sequential : Layer
{
    /// <param name="name">Put before the names of all parameters, e.g. <c>encoder</c> makes <c>encoder.0.weight</c>.</param>
    /// <param name="layers">Each in one network only.</param>
    public Sequential(string name, IReadOnlyList<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        Layers = layers;
        Parameters = [.. layers.SelectMany(layer => layer.Parameters)];
        for (var i = 0; i < layers.Count; i++)
        {
            foreach (var parameter in layers[i].Parameters)
                parameter.Name = $"{name}.{i}.{parameter.Name}";
        }
    }

    public IReadOnlyList<Layer> Layers { get; }

    public override string Kind => nameof(Sequential);

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override Tensor Forward(Tensor x) => Through(Layers, x);

    /// <summary>One layer after the other, neighbours in one pass where they can be.</summary>
    internal static Tensor Through(IReadOnlyList<Layer> layers, Tensor x)
    {
        for (var i = 0; i < layers.Count;)
        {
            if (BatchNormalization.Rectified(layers, i) is { } normalization)
            {
                (x, i) = (normalization.ForwardRectified(x), i + 2);
                continue;
            }

            var step = ConvolutionStep.At(layers, i);
            x = step?.Forward(x) ?? layers[i].Forward(x);
            i += step?.Count ?? 1;
        }

        return x;
    }
}
