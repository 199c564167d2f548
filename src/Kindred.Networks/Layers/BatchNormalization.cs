using Kindred.Numerics;

namespace Kindred.Networks.Layers;

/// <summary>Every column (or channel) with mean zero and variance one over the batch, then scaled and shifted as learned.</summary>
/// <remarks>Ioffe and Szegedy 2015, arXiv:1502.03167. Outside of training the running mean and variance take the batch's place.</remarks>
public sealed class BatchNormalization : Layer
{
    public BatchNormalization(int columns)
    {
        Guard.Positive(columns, nameof(columns));
        Scale = new Parameter("scale", columns);
        Shift = new Parameter("shift", columns);
        RunningMean = new Parameter("running_mean", columns) { Trainable = false };
        RunningVariance = new Parameter("running_variance", columns) { Trainable = false };
        var ones = Enumerable.Repeat(1f, columns).ToArray();
        Scale.Set(ones);
        RunningVariance.Set(ones);
        Parameters = [Scale, Shift, RunningMean, RunningVariance];
    }

    /// <summary>How far the running statistics move towards those of a batch, in (0, 1].</summary>
    public double Momentum { get; init => field = Guard.Positive(value); } = 0.1;

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; init => field = Guard.Positive(value); } = 1e-5;

    public Parameter Scale { get; }

    public Parameter Shift { get; }

    public Parameter RunningMean { get; }

    public Parameter RunningVariance { get; }

    public override string Kind => nameof(BatchNormalization);

    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>any shape → the same; the last dimension has as many values as there are columns</summary>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.BatchNormalization(Scale, Shift, RunningMean, RunningVariance, Momentum, Epsilon);
    }

    /// <summary>Layer <paramref name="index"/> and the ReLU behind it, which are best done in one pass; null where these are other layers.</summary>
    internal static BatchNormalization? Rectified(IReadOnlyList<Layer> layers, int index) =>
        index + 1 < layers.Count && layers[index + 1] is ActivationLayer { Activation: Activation.Relu } ? layers[index] as BatchNormalization : null;

    internal Tensor ForwardRectified(Tensor x) => x.RectifiedBatchNormalization(Scale, Shift, RunningMean, RunningVariance, Momentum, Epsilon);
}
