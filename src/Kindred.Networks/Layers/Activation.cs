using Kindred.Networks.Kernels;

namespace Kindred.Networks.Layers;

/// <summary>What follows the weighted sum of a layer.</summary>
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
}

/// <summary>The activations that act on each value by itself; their gradient follows from their result.</summary>
internal static unsafe class Activations
{
    public const float LeakySlope = 0.01f;

    /// <summary>z ← activation(z)</summary>
    public static void Apply(Activation activation, float* z, int n)
    {
        switch (activation)
        {
            case Activation.Relu:
                Elementwise.Set(default(Rectified), z, z, n);
                break;
            case Activation.LeakyRelu:
                Elementwise.Set(new LeakyRectified(LeakySlope), z, z, n);
                break;
            case Activation.Sigmoid:
                Elementwise.Set(default(Logistic), z, z, n);
                break;
            case Activation.Tanh:
                Elementwise.Set(default(HyperbolicTangent), z, z, n);
                break;
        }
    }

    /// <summary>dy ← dy ⊙ activation′, from the activation's result y</summary>
    public static void ApplyGradient(Activation activation, float* y, float* dy, int n)
    {
        switch (activation)
        {
            case Activation.Relu:
                Elementwise.Set(default(RectifiedGradient), dy, y, dy, n);
                break;
            case Activation.LeakyRelu:
                Elementwise.Set(new LeakyRectifiedGradient(LeakySlope), dy, y, dy, n);
                break;
            case Activation.Sigmoid:
                Elementwise.Set(default(LogisticGradient), dy, y, dy, n);
                break;
            case Activation.Tanh:
                Elementwise.Set(default(HyperbolicTangentGradient), dy, y, dy, n);
                break;
        }
    }
}
