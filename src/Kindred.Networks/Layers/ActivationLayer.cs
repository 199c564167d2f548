namespace Kindred.Networks.Layers;

/// <summary>An activation by itself; most layers carry their own.</summary>
public sealed class ActivationLayer(Activation activation) : Layer
{
    internal Activation Activation => activation;

    public override string Kind => activation.ToString();

    public override IReadOnlyList<Parameter> Parameters => [];

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Activate(activation);
    }
}
