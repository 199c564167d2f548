using Kindred.Networks.Kernels;

namespace Kindred.Networks;

/// <summary>Images in larger frames and back. Images are batch x height x width x channels.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>Images in the middle of <paramref name="height"/> x <paramref name="width"/>, the outermost pixels going on to the border.</summary>
    /// <exception cref="ArgumentException">The images are larger than that.</exception>
    public Tensor ExtendEdges(int height, int width)
    {
        CheckImages();
        if (height < Shape[1] || width < Shape[2])
            throw new ArgumentException($"Images of {Shape[1]} x {Shape[2]} cannot be extended to {height} x {width}.");
        var frame = new Frame(Shape[1], Shape[2], height, width, Shape[3]);
        var y = Result([Rows, height, width, Shape[3]]);
        y.Compute = y.EachImage(i => Borders.Extend(frame, Image(i), y.Image(i)));
        y.PropagateTo(this, y.EachImage(i => Borders.ExtendGradient(frame, y.ImageGradient(i), ImageGradient(i))));
        return y;
    }

    /// <summary>The middle of the images, <paramref name="height"/> x <paramref name="width"/>: what <see cref="ExtendEdges"/> put into the frame.</summary>
    /// <exception cref="ArgumentException">The images are smaller than that.</exception>
    public Tensor Crop(int height, int width)
    {
        CheckImages();
        if (height > Shape[1] || width > Shape[2])
            throw new ArgumentException($"Images of {Shape[1]} x {Shape[2]} cannot be cut down to {height} x {width}.");
        var frame = new Frame(height, width, Shape[1], Shape[2], Shape[3]);
        var y = Result([Rows, height, width, Shape[3]]);
        y.Compute = y.EachImage(i => Borders.Cut(frame, Image(i), y.Image(i)));
        y.PropagateTo(this, y.EachImage(i => Borders.CutGradient(frame, y.ImageGradient(i), ImageGradient(i))));
        return y;
    }
}
