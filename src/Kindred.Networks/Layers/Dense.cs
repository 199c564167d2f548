using Kindred.Numerics;

namespace Kindred.Networks.Layers;

/// <summary>activation(xW + b), every input to every output.</summary>
public sealed class Dense : Layer
{
    public Dense(int inputs, int outputs, Activation activation, Initialization initialization, Rng rng)
    {
        Weight = Parameter.InPanels("weight", Guard.Positive(inputs, nameof(inputs)), Guard.Positive(outputs, nameof(outputs)));
        Bias = new Parameter("bias", outputs);
        Activation = activation;
        initialization.Fill(Weight, Bias, inputs, outputs, rng);
        Parameters = [Weight, Bias];
    }

    public Activation Activation { get; }

    /// <summary>inputs x outputs</summary>
    public Parameter Weight { get; }

    public Parameter Bias { get; }

    public override string Kind => nameof(Dense);

    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>rows x inputs → rows x outputs; images are read as one line each.</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Dense(Weight, Bias, Activation);
    }
}
