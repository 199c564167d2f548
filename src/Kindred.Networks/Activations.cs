using Kindred.Networks.Kernels;

namespace Kindred.Networks;

/// <summary>One activation: what it makes of a tensor, and, if it can be done to parts of a layer's result while they are in cache, how.</summary>
/// <param name="Apply">Records activation(x).</param>
/// <param name="Fused">Null for one that needs whole rows, or whose gradient needs the layer's sum and not its result: it is an operation of its own.</param>
internal sealed record ActivationRow(Func<Tensor, Tensor> Apply, IElementwiseActivation? Fused);

/// <summary>The table of activations. A member of <see cref="Activation"/> without a row does not compile.</summary>
internal static class Activations
{
    public const float LeakySlope = 0.01f;

    private static readonly ActivationRow[] Rows = [.. Enum.GetValues<Activation>().Select(Row)];

    /// <exception cref="ArgumentOutOfRangeException">There is no such activation.</exception>
    public static ActivationRow Of(Activation activation) => (uint)activation < (uint)Rows.Length
        ? Rows[(int)activation]
        : throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation.");

#pragma warning disable CS8524 // only members of the enumeration come here; one without a row is the error CS8509
    private static ActivationRow Row(Activation activation) => activation switch
    {
        Activation.Linear => new(x => x, new ElementwiseActivation<Itself, Left>(default, default)),
        Activation.Relu => OfOutput(default(Rectified), default(RectifiedGradient)),
        Activation.LeakyRelu => OfOutput(new LeakyRectified(LeakySlope), new LeakyRectifiedGradient(LeakySlope)),
        Activation.Sigmoid => OfOutput(default(Logistic), default(LogisticGradient)),
        Activation.Tanh => OfOutput(default(HyperbolicTangent), default(HyperbolicTangentGradient)),
        Activation.Softmax => new(x => x.Softmax(), Fused: null),
        Activation.Gelu => OfInput(default(GaussianLinear), default(GaussianLinearGradient)),
        Activation.Silu => OfInput(default(LogisticLinear), default(LogisticLinearGradient)),
    };
#pragma warning restore CS8524

    /// <summary>An activation whose gradient follows from its result.</summary>
    private static ActivationRow OfOutput<TFunction, TGradient>(TFunction function, TGradient gradient)
        where TFunction : struct, IUnary
        where TGradient : struct, IBinary
    {
        var activation = new ElementwiseActivation<TFunction, TGradient>(function, gradient);
        return new(x => x.Activate(activation, gradientNeedsInput: false), activation);
    }

    /// <summary>An activation whose gradient needs its input.</summary>
    private static ActivationRow OfInput<TFunction, TGradient>(TFunction function, TGradient gradient)
        where TFunction : struct, IUnary
        where TGradient : struct, IBinary
    {
        var activation = new ElementwiseActivation<TFunction, TGradient>(function, gradient);
        return new(x => x.Activate(activation, gradientNeedsInput: true), Fused: null);
    }
}
