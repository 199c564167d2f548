using Kindred.Networks.Kernels;

namespace Kindred.Networks;

/// <summary>Many values to one. Sums are kept in double, by fixed blocks, and added in order.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>Σ x, one number</summary>
    public Tensor Sum() => Total(1);

    /// <summary>The mean of all values, one number.</summary>
    public Tensor Mean() => Total(1.0 / Length);

    /// <summary>exp(xⱼ) / Σ exp(xₖ) over the last dimension</summary>
    public Tensor Softmax()
    {
        var (y, n) = (Result(Shape), Shape[^1]);
        y.Compute = Graph.Blocks(Length / n, RowsPerBlock(n), (start, end) =>
            SoftmaxKernels.Set(Pointer + (start * n), y.Pointer + (start * n), end - start, n));
        y.PropagateTo(this, Graph.Blocks(Length / n, RowsPerBlock(n), (start, end) =>
            SoftmaxKernels.AddGradient(y.Pointer + (start * n), y.Gradient + (start * n), Gradient + (start * n), end - start, n)));
        return y;
    }

    /// <summary>y ← scale · Σ term(a, b)</summary>
    private static Action Total<T>(Tensor y, T term, Tensor a, Tensor b, double scale)
        where T : struct, IBinary
    {
        var partial = new double[((a.Length - 1) / BlockLength) + 1];
        var sumBlocks = a.Block((start, n) => partial[start / BlockLength] = Maps.Sum(term, a.Pointer + start, b.Pointer + start, n));
        return () =>
        {
            sumBlocks();
            var sum = 0.0;
            foreach (var part in partial)
                sum += part;
            y.Values[0] = (float)(scale * sum);
        };
    }

    private Tensor Total(double scale)
    {
        var y = Result([1]);
        y.Compute = Total(y, default(Left), this, this, scale);
        y.PropagateTo(this, Block((start, n) => Maps.Add(
            new Always((float)(scale * y.Gradient[0])), Pointer + start, Gradient + start, n)));
        return y;
    }
}
