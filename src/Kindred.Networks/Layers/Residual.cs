namespace Kindred.Networks.Layers;

/// <summary>max(x + f(x), 0), f the layers of the block, which keep the shape.</summary>
/// <remarks>He, Zhang, Ren and Sun 2016, arXiv:1512.03385, equation 1.</remarks>
public sealed class Residual : Layer
{
    private readonly IReadOnlyList<Layer> _layers;

    /// <param name="layers">Each in this block only.</param>
    public Residual(IReadOnlyList<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        (_layers, Parameters) = (layers, [.. layers.SelectMany(layer => layer.Parameters)]);
        for (var i = 0; i < layers.Count; i++)
        {
            foreach (var parameter in layers[i].Parameters)
                parameter.Name = $"{i}.{parameter.Name}";
        }
    }

    internal IReadOnlyList<Layer> Layers => _layers;

    public override string Kind => nameof(Residual);

    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>any shape → the same</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return (x + Sequential.Through(_layers, x)).Relu();
    }
}
