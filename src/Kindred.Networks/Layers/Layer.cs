namespace Kindred.Networks.Layers;

/// <summary>A step of a network, with the numbers it learns.</summary>
public abstract class Layer
{
    /// <summary>What it is, as layer tables say it.</summary>
    public abstract string Kind { get; }

    /// <summary>Learned and kept numbers, in a fixed order.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>batch x input shape → batch x output shape, recorded in the graph of <paramref name="x"/>.</summary>
    public abstract Tensor Forward(Tensor x);
}
