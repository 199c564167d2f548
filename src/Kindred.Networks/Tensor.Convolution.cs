using Kindred.Networks.Kernels;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Gemm;

namespace Kindred.Networks;

/// <summary>Convolutions. Images are batch x height x width x channels.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>activation(x ∗ weight + bias), a window sliding over every image.</summary>
    /// <remarks>// b x h x w x in, windowHeight x windowWidth x in x out → b x h' x w' x out</remarks>
    public Tensor Conv2D(Parameter weight, Parameter? bias, int stride, Padding padding, Activation activation = Activation.Linear)
    {
        CheckConvolution(weight, bias);
        if (Activations.Of(activation).Fused is null)
            return Conv2D(weight, bias, stride, padding).Activate(activation);
        var windows = Slide(Shape[1], Shape[2], Shape[3], weight.Shape[0], weight.Shape[1], stride, padding);
        if (windows is { WindowHeight: 3, WindowWidth: 3, Stride: 1, Top: 1, Left: 1 } && windows.OutHeight == Shape[1] && windows.OutWidth == Shape[2])
            return ConvolutionStep(weight, bias, activation, upsampled: false, pooled: false);
        var (w, b) = (Graph.Of(weight), bias is null ? null : Graph.Of(bias));
        var y = Graph.Result([Rows, windows.OutHeight, windows.OutWidth, weight.Shape[3]], NeedsGradient || w.NeedsGradient);
        var end = y.EndForward(b, activation, Rows * windows.Positions, weight.Shape[3]);
        var start = y.BeginBackward(b, activation, Rows * windows.Positions, weight.Shape[3]);
        var gathered = new Im2Col(Graph.Arena, windows, Rows);
        y.Compute = () =>
        {
            Slide(gathered, w, y);
            end();
        };
        y.Propagate = () =>
        {
            start();
            if (w.NeedsGradient)
                WeightGradient(gathered, w, y);
            if (NeedsGradient)
                WindowGradient(gathered, w, y);
        };
        return y;
    }

    /// <summary>z ← gathered(x)·W, group after group. // (rows x windowLength)(windowLength x out) → rows x out</summary>
    private void Slide(Im2Col gathered, Tensor w, Tensor y)
    {
        var (outs, columns) = (y.Shape[3], gathered.Windows.WindowLength);
        for (var group = 0; group < gathered.Groups; group++)
        {
            var rows = gathered.Gather(Pointer, group);
            var z = y.Pointer + (gathered.FirstRow(group) * outs);
            GemmFloat.Multiply(false, false, rows, outs, columns, gathered.Pointer, columns, w.Pointer, outs, 0, z, outs);
        }
    }

    /// <summary>dW ← gathered(x)ᵀ·dz, group after group. // (windowLength x rows)(rows x out) → windowLength x out</summary>
    private void WeightGradient(Im2Col gathered, Tensor w, Tensor y)
    {
        var (outs, columns, adds) = (y.Shape[3], gathered.Windows.WindowLength, w.AddsToGradient());
        for (var group = 0; group < gathered.Groups; group++)
        {
            var rows = gathered.Gather(Pointer, group);
            var dz = y.Gradient + (gathered.FirstRow(group) * outs);
            GemmFloat.Multiply(true, false, columns, outs, rows, gathered.Pointer, columns, dz, outs, adds || group > 0 ? 1 : 0, w.Gradient, outs);
        }
    }

    /// <summary>dx ← dx + scattered(dz·Wᵀ), group after group. // (rows x out)(windowLength x out)ᵀ → rows x windowLength</summary>
    private void WindowGradient(Im2Col gathered, Tensor w, Tensor y)
    {
        var (outs, columns) = (y.Shape[3], gathered.Windows.WindowLength);
        OpenGradient();
        for (var group = 0; group < gathered.Groups; group++)
        {
            var dz = y.Gradient + (gathered.FirstRow(group) * outs);
            GemmFloat.Multiply(false, true, gathered.RowsOf(group), columns, outs, dz, outs, w.Pointer, outs, 0, gathered.Pointer, columns);
            gathered.ScatterAdd(Gradient, group);
        }
    }

    private static WindowShape Slide(int height, int width, int channels, int windowHeight, int windowWidth, int stride, Padding padding)
    {
        Guard.Positive(stride, nameof(stride));
        var (top, outHeight) = padding.Along(height, windowHeight, stride);
        var (left, outWidth) = padding.Along(width, windowWidth, stride);
        return new WindowShape(height, width, channels, windowHeight, windowWidth, stride, top, left, outHeight, outWidth);
    }

    private void CheckConvolution(Parameter weight, Parameter? bias)
    {
        ArgumentNullException.ThrowIfNull(weight);
        CheckImages();
        if (weight.Shape.Length != 4 || weight.Shape[2] != Shape[3])
            throw new ArgumentException($"Images of {Shape[3]} channels need a weight of h x w x {Shape[3]} x n, got {Describe(weight.Shape)}.");
        CheckBias(bias, weight.Shape[3]);
    }

    private void CheckImages()
    {
        if (Shape.Length != 4)
            throw new ArgumentException($"Images are batch x height x width x channels, got a tensor of {Describe(Shape)}.");
    }
}
