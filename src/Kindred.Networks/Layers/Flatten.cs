namespace Kindred.Networks.Layers;

/// <summary>Each row's values in one line.</summary>
public sealed class Flatten : Layer
{
    public override string Kind => nameof(Flatten);

    public override IReadOnlyList<Parameter> Parameters => [];

    /// <summary>batch x any shape → batch x columns</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Flatten();
    }
}
