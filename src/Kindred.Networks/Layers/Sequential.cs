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

    public override Tensor Forward(Tensor x)
    {
        for (var i = 0; i < Layers.Count;)
        {
            var step = ConvolutionStep.At(Layers, i);
            x = step?.Forward(x) ?? Layers[i].Forward(x);
            i += step?.Count ?? 1;
        }

        return x;
    }
}
