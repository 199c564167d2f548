using Kindred.Networks.Kernels;

namespace Kindred.Networks;

/// <summary>Losses: one number from a prediction and a target. No gradient goes to the target.</summary>
/// <remarks>Logarithms are held above −100, so that a probability of zero costs much but not infinitely much.</remarks>
public sealed unsafe partial class Tensor
{
    /// <summary>mean (x − target)² over all values</summary>
    public Tensor MeanSquaredError(Tensor target)
    {
        CheckSameShape(target, "A squared error");
        return Loss(target, default(SquaredDifference), 1.0 / Length, scale => new ScaledDifference(2 * scale));
    }

    /// <summary>mean −(t ln x + (1 − t) ln(1 − x)) over all values; x and the target t are in [0, 1]</summary>
    public Tensor BinaryCrossEntropy(Tensor target)
    {
        CheckSameShape(target, "A cross-entropy");
        return Loss(target, default(BinaryEntropyTerm), 1.0 / Length, scale => new BinaryEntropyGradient(scale));
    }

    /// <summary>−Σⱼ tⱼ ln xⱼ, meaned over the rows; x and the target t are probabilities that sum to one over the last dimension</summary>
    public Tensor CategoricalCrossEntropy(Tensor target)
    {
        CheckSameShape(target, "A cross-entropy");
        return Loss(target, default(EntropyTerm), 1.0 / (Length / Shape[^1]), scale => new EntropyGradient(scale));
    }

    /// <summary>KL(target ‖ x) = Σⱼ tⱼ (ln tⱼ − ln xⱼ), meaned over the rows; both are probabilities that sum to one over the last dimension</summary>
    public Tensor KullbackLeibler(Tensor target)
    {
        CheckSameShape(target, "A divergence");
        return Loss(target, default(DivergenceTerm), 1.0 / (Length / Shape[^1]), scale => new EntropyGradient(scale));
    }

    /// <summary>scale · Σ term(x, target), with ∂/∂x = gradient(scale)(x, target)</summary>
    private Tensor Loss<TTerm, TGradient>(Tensor target, TTerm term, double scale, Func<float, TGradient> gradient)
        where TTerm : struct, IBinary
        where TGradient : struct, IBinary
    {
        var y = Result([1]);
        y.Compute = Total(y, term, this, target, scale);
        y.PropagateTo(this, Block((start, n) => Elementwise.Add(
            gradient((float)scale * y.Gradient[0]), Pointer + start, target.Pointer + start, Gradient + start, n)));
        return y;
    }
}
