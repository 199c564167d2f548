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

    /// <summary>xᵀ. // m x n → n x m</summary>
    /// <exception cref="ArgumentException">It is no table.</exception>
    public Tensor Transpose()
    {
        if (Shape.Length != 2)
            throw new ArgumentException($"Only a table can be transposed, got {Describe(Shape)}.");
        var (m, n) = (Rows, Columns);
        var y = Result([n, m]);
        y.Compute = EachRow(n, m, j =>
        {
            var row = y.Line(j, m);
            for (var i = 0; i < m; i++)
                row[i] = Pointer[((long)i * n) + j];
        });
        y.PropagateTo(this, EachRow(m, n, i =>
        {
            var row = LineGradient(i, n);
            for (var j = 0; j < n; j++)
                row[j] += y.Gradient[((long)j * m) + i];
        }));
        return y;
    }
}
