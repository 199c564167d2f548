using Kindred.Networks.Kernels;
using Kindred.Numerics.Kernels.Convolution;
using Kindred.Numerics.Kernels.Convolution.Blocks;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Networks;

/// <summary>The common convolution with what stands beside it, in one pass over the images.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>[upsample by 2] → 3×3 convolution, stride 1, zeros around + bias → activation → [largest of 2×2]; only ReLU and none can be pooled.</summary>
    /// <remarks>// b x h x w x in, 3 x 3 x in x out → b x h' x w' x out</remarks>
    internal Tensor ConvolutionStep(Parameter weight, Parameter? bias, Activation activation, bool upsampled, bool pooled)
    {
        CheckConvolution(weight, bias);
        if (Activations.Of(activation).Fused is not { } fused)
            return ConvolutionStep(weight, bias, Activation.Linear, upsampled, pooled).Activate(activation);
        var (w, b) = (Graph.Of(weight), bias is null ? null : Graph.Of(bias));
        var shape = new ConvolutionShape(Shape[1], Shape[2], Shape[3], weight.Shape[3])
        {
            Upsampled = upsampled,
            Pooled = pooled,
            Relu = activation == Activation.Relu,
        };
        Count([shape.PaddedWideHeight, shape.PaddedWideWidth, Math.Max(shape.Inputs, shape.Outputs)]);  // what it works on, border included
        if (shape.OutputHeight == 0 || shape.OutputWidth == 0)
            throw new ArgumentException($"A window of 2 x 2 does not fit into {shape.WideHeight} x {shape.WideWidth} values.");
        var y = Graph.Result(
            [Rows, shape.OutputHeight, shape.OutputWidth, shape.Outputs], NeedsGradient || w.NeedsGradient || b is { NeedsGradient: true });
        var plan = Graph.Keep(new ConvolutionPlan(shape));
        var winners = pooled && y.NeedsGradient ? Graph.Buffer((y.Length + 3) / 4) : null;  // one byte each
        var isDone = shape.Relu || activation == Activation.Linear;
        var end = isDone ? null : y.Block((from, n) => fused.Set(y.Pointer + from, y.Pointer + from, n));
        var start = isDone ? null : y.BeginBackward(activation);
        y.Compute = () =>
        {
            plan.Forward(y.StepCall(this, w, b, winners));
            end?.Invoke();
        };
        y.Propagate = () =>
        {
            start?.Invoke();
            y.PropagateStep(plan, this, y.StepCall(this, w, b, winners), w, b);
        };
        return y;
    }

    private ConvolutionCall StepCall(Tensor x, Tensor w, Tensor? b, NativeBuffer<float>? winners) => new()
    {
        Images = Rows,
        X = x.Pointer,
        Weights = w.Pointer,
        Bias = b is null ? null : b.Pointer,
        Y = Pointer,
        Winners = winners is null ? null : (byte*)winners.Pointer,
    };

    private void PropagateStep(ConvolutionPlan plan, Tensor x, ConvolutionCall call, Tensor w, Tensor? b)
    {
        call.DY = Gradient;
        if (w.NeedsGradient)
        {
            call.AddsToWeights = w.AddsToGradient();
            call.DWeights = w.Gradient;
        }

        if (b is { NeedsGradient: true })
        {
            call.AddsToBias = b.AddsToGradient();
            call.DBias = b.Gradient;
        }

        var adds = x.NeedsGradient && x.AddsToGradient();
        if (adds)
            call.DX = (x._spare ??= Graph.Buffer(x.Length)).Pointer;
        else if (x.NeedsGradient)
            call.DX = x.Gradient;
        plan.Backward(in call);
        if (adds)
            Elementwise.Set(default(Plus), x.Gradient, call.DX, x.Gradient, x.Length);
    }
}
