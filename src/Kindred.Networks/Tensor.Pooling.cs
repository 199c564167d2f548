using Kindred.Networks.Kernels;
using Kindred.Numerics;

namespace Kindred.Networks;

/// <summary>Making images smaller and larger. Images are batch x height x width x channels.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>The largest value of each window, per channel; a rest that no window fits into is left out.</summary>
    public Tensor MaxPool(int window = 2, int? stride = null)
    {
        var (w, y) = Pool(window, stride);
        y.Compute = y.EachImage(i => WindowKernels.Max(w, Image(i), y.Image(i)));
        var back = y.EachImage(i => WindowKernels.MaxGradient(w, Image(i), y.Image(i), y.ImageGradient(i), ImageGradient(i), adds: true));
        var write = y.EachImage(i => WindowKernels.MaxGradient(w, Image(i), y.Image(i), y.ImageGradient(i), ImageGradient(i), adds: false));
        y.PropagateWindows(this, w.Tile, write, back);
        return y;
    }

    /// <summary>The mean of each window, per channel; a rest that no window fits into is left out.</summary>
    public Tensor AveragePool(int window = 2, int? stride = null)
    {
        var (w, y) = Pool(window, stride);
        var share = 1f / (window * window);
        y.Compute = y.EachImage(i => WindowKernels.Mean(w, Image(i), y.Image(i)));
        var back = y.EachImage(i => WindowKernels.Spread(w, share, y.ImageGradient(i), ImageGradient(i), adds: true));
        var write = y.EachImage(i => WindowKernels.Spread(w, share, y.ImageGradient(i), ImageGradient(i), adds: false));
        y.PropagateWindows(this, w.Tile, write, back);
        return y;
    }

    /// <summary>Every value repeated <paramref name="factor"/> times along both sides.</summary>
    public Tensor Upsample(int factor = 2)
    {
        CheckImages();
        Guard.Positive(factor, nameof(factor));
        Count([Shape[1], Shape[2], Shape[3], factor, factor]);
        var (height, width, channels) = (Shape[1] * factor, Shape[2] * factor, Shape[3]);
        var w = Slide(height, width, channels, factor, factor, factor, Padding.Valid);
        var y = Result([Rows, height, width, channels]);
        y.Compute = y.EachImage(i => WindowKernels.Spread(w, 1, Image(i), y.Image(i), adds: false));
        var back = y.EachImage(i => WindowKernels.Sum(w, y.ImageGradient(i), ImageGradient(i), adds: true));
        var write = y.EachImage(i => WindowKernels.Sum(w, y.ImageGradient(i), ImageGradient(i), adds: false));
        y.PropagateWindows(this, tile: true, write, back);
        return y;
    }

    private (WindowShape Windows, Tensor Result) Pool(int window, int? stride)
    {
        CheckImages();
        Guard.Positive(window, nameof(window));
        var w = Slide(Shape[1], Shape[2], Shape[3], window, window, stride ?? window, Padding.Valid);
        return (w, Result([Rows, w.OutHeight, w.OutWidth, w.Channels]));
    }

    /// <summary>Windows that tile write each value once, so the first to reach the operand need not clear it.</summary>
    private void PropagateWindows(Tensor operand, bool tile, Action write, Action add)
    {
        if (!operand.NeedsGradient)
            return;
        Propagate = () =>
        {
            if (tile && !operand.AddsToGradient())
            {
                write();
                return;
            }

            operand.OpenGradient();
            add();
        };
    }

    private Action EachImage(Action<int> body) => Graph.Blocks(Rows, 1, (image, _) => body(image));

    private float* Image(int i) => Pointer + ((long)i * Columns);

    private float* ImageGradient(int i) => Gradient + ((long)i * Columns);
}
