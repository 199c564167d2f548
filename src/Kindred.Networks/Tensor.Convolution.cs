using Kindred.Networks.Kernels;
using Kindred.Networks.Layers;
using Kindred.Numerics.Kernels;

namespace Kindred.Networks;

/// <summary>Convolutions. Images are batch x height x width x channels.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>activation(x ∗ weight + bias), a window sliding over every image.</summary>
    /// <remarks>// b x h x w x in, windowHeight x windowWidth x in x out → b x h' x w' x out</remarks>
    public Tensor Conv2D(Parameter weight, Parameter? bias, int stride, Padding padding, Activation activation = Activation.Linear)
    {
        ArgumentNullException.ThrowIfNull(weight);
        CheckImages();
        if (weight.Shape.Length != 4 || weight.Shape[2] != Shape[3])
            throw new ArgumentException($"Images of {Shape[3]} channels need a weight of h x w x {Shape[3]} x n, got {Describe(weight.Shape)}.");
        if (activation == Activation.Softmax)
            return Conv2D(weight, bias, stride, padding).Softmax();
        var windows = Slide(Shape[1], Shape[2], Shape[3], weight.Shape[0], weight.Shape[1], stride, padding);
        var (images, outs, w) = (Rows, weight.Shape[3], Graph.Of(weight));
        var y = Graph.Result([images, windows.OutHeight, windows.OutWidth, outs], NeedsGradient || w.NeedsGradient);
        var (end, start) = AffineEnds(y, bias, activation, images * windows.Positions, outs);
        var gathered = new Gathered(Graph, windows, images);
        y.Compute = () =>
        {
            for (var group = 0; group < gathered.Groups; group++)
            {
                var (rows, columns) = (gathered.Gather(Pointer, group), windows.WindowLength);
                var z = y.Pointer + (gathered.FirstRow(group) * outs);
                Gemm.Multiply(false, false, rows, outs, columns, gathered.Pointer, columns, w.Pointer, outs, 0, z, outs);
            }

            end();
        };
        y.Propagate = () =>
        {
            start();
            if (w.NeedsGradient)
                WeightGradient(gathered, Pointer, y.Gradient, outs, w);
            if (!NeedsGradient)
                return;
            OpenGradient();
            for (var group = 0; group < gathered.Groups; group++)
            {
                var dz = y.Gradient + (gathered.FirstRow(group) * outs);
                var (rows, columns) = (gathered.RowsOf(group), windows.WindowLength);
                Gemm.Multiply(false, true, rows, columns, outs, dz, outs, w.Pointer, outs, 0, gathered.Pointer, columns);
                gathered.ScatterAdd(Gradient, group);
            }
        };
        return y;
    }

    /// <summary>dW ← gathered(x)ᵀ·dz, group after group. // (windowLength x rows)(rows x out) → windowLength x out</summary>
    private static void WeightGradient(Gathered gathered, float* x, float* dz, int outs, Tensor w)
    {
        var adds = w.AddsToGradient();
        for (var group = 0; group < gathered.Groups; group++)
        {
            var (rows, columns) = (gathered.Gather(x, group), gathered.Windows.WindowLength);
            var dy = dz + (gathered.FirstRow(group) * outs);
            Gemm.Multiply(true, false, columns, outs, rows, gathered.Pointer, columns, dy, outs, adds || group > 0 ? 1 : 0, w.Gradient, outs);
        }
    }

    private static Windows Slide(int height, int width, int channels, int windowHeight, int windowWidth, int stride, Padding padding)
    {
        if (stride < 1)
            throw new ArgumentOutOfRangeException(nameof(stride), stride, "The stride must be greater than zero.");
        var (top, outHeight) = padding.Along(height, windowHeight, stride);
        var (left, outWidth) = padding.Along(width, windowWidth, stride);
        return new Windows(height, width, channels, windowHeight, windowWidth, stride, top, left, outHeight, outWidth);
    }

    private void CheckImages()
    {
        if (Shape.Length != 4)
            throw new ArgumentException($"Images are batch x height x width x channels, got a tensor of {Describe(Shape)}.");
    }
}
