namespace Kindred.Networks;

/// <summary>The layer in which every input reaches every output.</summary>
public sealed unsafe partial class Tensor
{
    private DenseProduct? _maker;

    /// <summary>The dense layer that made this tensor, where it is read as rows of as many values as that layer has outputs.</summary>
    internal DenseProduct? Maker => Columns == _root.Columns ? _root._maker : null;

    /// <summary>activation(x·weight + bias), one operation. // (rows x in)(in x out) + out → rows x out</summary>
    public Tensor Dense(Parameter weight, Parameter? bias, Activation activation = Activation.Linear)
    {
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Shape.Length != 2 || weight.Shape[0] != Columns)
            throw new ArgumentException($"Rows of {Columns} values need a weight of {Columns} x n, got {Describe(weight.Shape)}.", nameof(weight));
        if (Activations.Of(activation).Fused is not { } fused)
            return Dense(weight, bias).Activate(activation);
        CheckBias(bias, weight.Shape[1]);
        var (w, b) = (Graph.Used(weight), bias is null ? null : Graph.Of(bias));
        var y = Graph.Result([Rows, weight.Shape[1]], NeedsGradient || w.NeedsGradient);
        var product = new DenseProduct(this, weight, w, b, y, fused, y.BeginBackward(b, activation, Rows, weight.Shape[1]));
        (y._maker, y.Compute, y.Propagate) = (product, product.Forward, product.Backward);
        return y;
    }
}
