using Kindred.Numerics.Kernels.Gemm;

namespace Kindred.Networks;

/// <summary>Products of matrices.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>x·b, or x·bᵀ. // (m x k)(k x n) → m x n</summary>
    public Tensor MatMul(Tensor b, bool transposed = false)
    {
        ArgumentNullException.ThrowIfNull(b);
        CheckSameGraph(b, "A product");
        var (m, k, n) = (Rows, Columns, transposed ? b.Rows : b.Columns);
        if (b.Length != k * n || b.Rows != (transposed ? n : k))
            throw new ArgumentException($"A product of {m} x {k} needs {k} {(transposed ? "columns" : "rows")} on the right, got {Describe(b.Shape)}.");
        var y = Graph.Result([m, n], NeedsGradient || b.NeedsGradient);
        var columns = b.Columns;
        y.Compute = () => GemmFloat.Multiply(false, transposed, m, n, k, Pointer, k, b.Pointer, columns, 0, y.Pointer, n);
        y.PropagateTo(this, () => GemmFloat.Multiply(false, !transposed, m, k, n, y.Gradient, n, b.Pointer, columns, 1, Gradient, k));
        if (transposed)
            y.PropagateTo(b, () => GemmFloat.Multiply(true, false, n, k, m, y.Gradient, n, Pointer, k, 1, b.Gradient, k));
        else
            y.PropagateTo(b, () => GemmFloat.Multiply(true, false, k, n, m, Pointer, k, y.Gradient, n, 1, b.Gradient, n));
        return y;
    }
}
