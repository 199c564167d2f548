using Kindred.Networks.Kernels;
using Kindred.Numerics;
using Kindred.Numerics.Kernels.Gemm;

namespace Kindred.Networks;

/// <summary>Convolutions the other way round. Images are batch x height x width x channels.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>activation(z + bias), where every pixel adds its window to a larger image z: the transpose of <see cref="Conv2D"/>.</summary>
    /// <remarks>// b x h x w x in, windowHeight x windowWidth x out x in → b x h' x w' x out</remarks>
    public Tensor Conv2DTranspose(
        Parameter weight, Parameter? bias, int stride, Padding padding, Activation activation = Activation.Linear)
    {
        ArgumentNullException.ThrowIfNull(weight);
        CheckImages();
        Guard.Positive(stride, nameof(stride));
        if (weight.Shape.Length != 4 || weight.Shape[3] != Shape[3])
            throw new ArgumentException($"Images of {Shape[3]} channels need a weight of h x w x n x {Shape[3]}, got {Describe(weight.Shape)}.");
        CheckBias(bias, weight.Shape[2]);
        if (Activations.Of(activation).Fused is null)
            return Conv2DTranspose(weight, bias, stride, padding).Activate(activation);
        var height = padding.SizeBefore(Shape[1], weight.Shape[0], stride);
        var width = padding.SizeBefore(Shape[2], weight.Shape[1], stride);
        var windows = Slide(height, width, weight.Shape[2], weight.Shape[0], weight.Shape[1], stride, padding);
        var (w, b) = (Graph.Of(weight), bias is null ? null : Graph.Of(bias));
        var y = Graph.Result([Rows, height, width, weight.Shape[2]], NeedsGradient || w.NeedsGradient);
        var end = y.EndForward(b, activation, Rows * height * width, weight.Shape[2]);
        var start = y.BeginBackward(b, activation, Rows * height * width, weight.Shape[2]);
        var gathered = new Im2Col(Graph.Arena, windows, Rows);
        y.Compute = () =>
        {
            AddWindows(gathered, w, y);
            end();
        };
        y.Propagate = () =>
        {
            start();
            FromWindows(gathered, w, y);
        };
        return y;
    }

    /// <summary>z ← Σ over pixels of their windows x·Wᵀ. // (rows x in)(windowLength x in)ᵀ → rows x windowLength</summary>
    private void AddWindows(Im2Col gathered, Tensor w, Tensor y)
    {
        var (ins, columns) = (Shape[3], gathered.Windows.WindowLength);
        y.Values.Clear();
        for (var group = 0; group < gathered.Groups; group++)
        {
            var x = Pointer + (gathered.FirstRow(group) * ins);
            GemmFloat.Multiply(false, true, gathered.RowsOf(group), columns, ins, x, ins, w.Pointer, ins, 0, gathered.Pointer, columns);
            gathered.ScatterAdd(y.Pointer, group);
        }
    }

    /// <summary>dW ← gathered(dz)ᵀ·x and dx ← gathered(dz)·W, group after group</summary>
    private void FromWindows(Im2Col gathered, Tensor w, Tensor y)
    {
        var (ins, columns) = (Shape[3], gathered.Windows.WindowLength);
        var (addsW, addsX) = (w.NeedsGradient && w.AddsToGradient(), NeedsGradient && AddsToGradient());
        for (var group = 0; group < gathered.Groups; group++)
        {
            var rows = gathered.Gather(y.Gradient, group);
            var offset = gathered.FirstRow(group) * ins;
            var beta = addsW || group > 0 ? 1 : 0;
            var dz = gathered.Pointer;
            if (w.NeedsGradient)
                GemmFloat.Multiply(true, false, columns, ins, rows, dz, columns, Pointer + offset, ins, beta, w.Gradient, ins);
            if (NeedsGradient)
                GemmFloat.Multiply(false, false, rows, ins, columns, dz, columns, w.Pointer, ins, addsX ? 1 : 0, Gradient + offset, ins);
        }
    }
}
