namespace Kindred.Networks.Layers;

/// <summary>Drops a random share of the values while training, and scales the others up so that the mean stays; else it does nothing.</summary>
/// <remarks>Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014, "Dropout: a simple way to prevent neural networks from overfitting".</remarks>
public sealed class Dropout(double share) : Layer
{
    private readonly double _share = share is >= 0 and < 1
        ? share
        : throw new ArgumentOutOfRangeException(nameof(share), share, "The share must be at least zero and less than one.");

    public override string Kind => nameof(Dropout);

    public override IReadOnlyList<Parameter> Parameters => [];

    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Dropout(_share);
    }
}
