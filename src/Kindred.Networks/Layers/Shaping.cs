using Kindred.Numerics;

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

/// <summary>An activation by itself; most layers carry their own.</summary>
public sealed class ActivationLayer(Activation activation) : Layer
{
    public override string Kind => activation.ToString();

    public override IReadOnlyList<Parameter> Parameters => [];

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Activate(activation);
    }
}
