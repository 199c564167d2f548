namespace Kindred.Networks;

/// <summary>What follows the weighted sum of a layer; <see cref="Activations"/> is the table of what each of them computes.</summary>
public enum Activation
{
    /// <summary>z</summary>
    Linear,

    /// <summary>max(z, 0)</summary>
    Relu,

    /// <summary>z where positive, else 0.01 z</summary>
    LeakyRelu,

    /// <summary>1 / (1 + exp(−z))</summary>
    Sigmoid,

    /// <summary>tanh(z)</summary>
    Tanh,

    /// <summary>exp(zⱼ) / Σ exp(zₖ) over the last dimension</summary>
    Softmax,

    /// <summary>z Φ(z) with Φ the normal distribution function: Hendrycks and Gimpel 2016, arXiv:1606.08415</summary>
    Gelu,

    /// <summary>z / (1 + exp(−z)): Elfwing, Uchibe and Doya 2018, arXiv:1702.03118, where it is the SiL unit</summary>
    Silu,
}
