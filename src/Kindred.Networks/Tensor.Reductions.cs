using Kindred.Networks.Kernels;

namespace Kindred.Networks;

/// <summary>Many values to one. Sums are kept in double, by fixed blocks, and added in order.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>Σ x, one number</summary>
    public Tensor Sum() => Total(1);

    /// <summary>The mean of all values, one number.</summary>
    public Tensor Mean() => Total(1.0 / Length);

    /// <summary>Σ x along a dimension, which is gone from the result; 0 is the first, −1 the last. // e.g. rows x n → n along 0, → rows along 1</summary>
    public Tensor Sum(int dimension) => Total(Dimension(dimension), mean: false);

    /// <summary>The mean along a dimension, which is gone from the result; 0 is the first, −1 the last. // e.g. rows x n → n along 0, → rows along 1</summary>
    public Tensor Mean(int dimension) => Total(Dimension(dimension), mean: true);

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
        var sumBlocks = a.Block((start, n) => partial[start / BlockLength] = Elementwise.Sum(term, a.Pointer + start, b.Pointer + start, n));
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
        y.PropagateTo(this, Block((start, n) => Elementwise.Add(
            new Always((float)(scale * y.Gradient[0])), Pointer + start, Gradient + start, n)));
        return y;
    }

    /// <summary>y ← scale · Σₐ x of (outer x a x inner), outer x inner</summary>
    private Tensor Total(int dimension, bool mean)
    {
        var (n, inner) = (Shape[dimension], Inner(dimension));
        var (outer, scale) = (Length / n / inner, mean ? 1f / n : 1);
        int[] shape = [.. Shape[..dimension], .. Shape[(dimension + 1)..]];
        var y = Result(shape.Length > 0 ? shape : [1]);
        var sums = outer == 1 ? new ColumnSums(Graph.Arena, n, inner) : null;
        var each = inner == 1
            ? EachRow(outer, n, i => y.Pointer[i] = (float)Elementwise.Sum(default(Left), Line(i, n), Line(i, n), n))
            : EachRow(outer, n * inner, i => Kernels.Rows.Sum(Line(i, n * inner), n, inner, inner, y.Line(i, inner)));
        y.Compute = () =>
        {
            if (sums is null)
                each();
            else
                sums.Run(Pointer, adds: false, y.Pointer);
            Elementwise.Set(new Scaled(scale), y.Pointer, y.Pointer, y.Length);
        };
        y.PropagateTo(this, inner == 1
            ? EachRow(outer, n, i => Elementwise.Add(new Always(scale * y.Gradient[i]), Line(i, n), LineGradient(i, n), n))
            : EachRow(outer * n, inner, i => Elementwise.Add(new Scaled(scale), y.LineGradient(i / n, inner), LineGradient(i, inner), inner)));
        return y;
    }

    /// <summary>Values for each place of a dimension.</summary>
    private int Inner(int dimension)
    {
        var inner = 1;
        foreach (var size in Shape[(dimension + 1)..])
            inner *= size;
        return inner;
    }
}
