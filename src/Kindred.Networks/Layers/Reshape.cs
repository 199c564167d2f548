using Kindred.Numerics;

namespace Kindred.Networks.Layers;

/// <summary>The same values in another shape.</summary>
public sealed class Reshape(ValueList<int> sampleShape) : Layer
{
    public override string Kind => nameof(Reshape);

    public override IReadOnlyList<Parameter> Parameters => [];

    /// <summary>batch x any shape → batch x the new shape</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Reshape([x.Rows, .. sampleShape]);
    }
}
