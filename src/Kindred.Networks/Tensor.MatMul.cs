using Kindred.Networks.Kernels;
using Kindred.Networks.Layers;
using Kindred.Numerics.Kernels.Gemm;

namespace Kindred.Networks;

/// <summary>Products of matrices, and what layers do before and after them.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>x·b, or x·bᵀ. // (m x k)(k x n) → m x n</summary>
    public Tensor MatMul(Tensor b, bool transposed = false)
    {
        ArgumentNullException.ThrowIfNull(b);
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

    /// <summary>What follows the product of a layer, z ← activation(z + bias), and what its way back begins with.</summary>
    private (Action End, Action Start) AffineEnds(Tensor y, Parameter? bias, Activation activation, int rows, int columns)
    {
        var start = AffineStart(y, bias, activation, rows, columns);
        var b = bias is null ? null : Graph.Of(bias);
        var end = Graph.Blocks(rows, RowsPerBlock(columns), (from, to) =>
        {
            var z = y.Pointer + ((long)from * columns);
            if (b is not null)
                Kernels.Rows.AddToEach(z, b.Pointer, to - from, columns);
            Activations.Apply(activation, z, (to - from) * columns);
        });
        return (end, start);
    }

    /// <summary>What the way back through a layer begins with: dz ← dz ⊙ activation′, dbias ← Σ dz.</summary>
    private Action AffineStart(Tensor y, Parameter? bias, Activation activation, int rows, int columns)
    {
        if (bias is not null && bias.Length != columns)
            throw new ArgumentException($"A layer of {columns} outputs needs as many biases, got {bias.Length}.", nameof(bias));
        var b = bias is null ? null : Graph.Of(bias);
        var gradient = Graph.Blocks(rows, RowsPerBlock(columns), (from, to) =>
        {
            var offset = (long)from * columns;
            Activations.ApplyGradient(activation, y.Pointer + offset, y.Gradient + offset, (to - from) * columns);
        });
        var sums = b is { NeedsGradient: true } ? new ColumnSums(Graph, rows, columns) : null;
        return () =>
        {
            if (activation != Activation.Linear)
                gradient();
            sums?.Run(y.Gradient, b!.AddsToGradient(), b.Gradient);
        };
    }

    private static int RowsPerBlock(int columns) => Math.Max(1, BlockLength / columns);
}
