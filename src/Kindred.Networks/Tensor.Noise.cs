using Kindred.Networks.Kernels;

namespace Kindred.Networks;

/// <summary>Operations that behave differently while training.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>While training, zero for a random <paramref name="share"/> of the values and the others scaled by 1 / (1 − share); else x.</summary>
    public Tensor Dropout(double share)
    {
        if (!(share >= 0 && share < 1))
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share must be at least zero and less than one.");
        var y = Result(Shape);
        var stream = Graph.NextNoise();
        double Share() => Graph.Training ? share : 0;
        y.Compute = y.Block((start, n) =>
            DropoutKernels.Set(Pointer + start, y.Pointer + start, start, n, Graph.Seed ^ stream, Share()));
        y.PropagateTo(this, y.Block((start, n) =>
            DropoutKernels.AddGradient(y.Gradient + start, Gradient + start, start, n, Graph.Seed ^ stream, Share())));
        return y;
    }
}
