using Kindred.Networks.Kernels;
using Kindred.Networks.Layers;
using Kindred.Numerics.Kernels;

namespace Kindred.Networks;

/// <summary>Products of matrices.</summary>
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
        y.Compute = () => Gemm.Multiply(false, transposed, m, n, k, Pointer, k, b.Pointer, columns, 0, y.Pointer, n);
        y.PropagateTo(this, () => Gemm.Multiply(false, !transposed, m, k, n, y.Gradient, n, b.Pointer, columns, 1, Gradient, k));
        if (transposed)
            y.PropagateTo(b, () => Gemm.Multiply(true, false, n, k, m, y.Gradient, n, Pointer, k, 1, b.Gradient, k));
        else
            y.PropagateTo(b, () => Gemm.Multiply(true, false, k, n, m, Pointer, k, y.Gradient, n, 1, b.Gradient, n));
        return y;
    }

    /// <summary>activation(x·weight + bias), one operation. // (rows x in)(in x out) + out → rows x out</summary>
    public Tensor Dense(Parameter weight, Parameter? bias, Activation activation = Activation.Linear)
    {
        ArgumentNullException.ThrowIfNull(weight);
        var (rows, ins, outs) = (Rows, Columns, weight.Shape[^1]);
        if (weight.Shape.Length != 2 || weight.Shape[0] != ins)
            throw new ArgumentException($"Rows of {ins} values need a weight of {ins} x n, got {Describe(weight.Shape)}.", nameof(weight));
        if (activation == Activation.Softmax)
            return Dense(weight, bias).Softmax();
        var w = Graph.Used(weight);
        var y = Graph.Result([rows, outs], NeedsGradient || w.NeedsGradient);
        var start = AffineStart(y, bias, activation, rows, outs);
        var end = new DenseEnd(bias is null ? null : Graph.Of(bias), activation);
        y.Compute = () => Product(w, weight.Panels, transposed: false, Pointer, y.Pointer, add: false, end);
        y.Propagate = () =>
        {
            start();
            if (NeedsGradient)
                y.Product(w, weight.Panels, transposed: true, y.Gradient, Gradient, AddsToGradient());
            if (w.NeedsGradient)
                WeightGradient(w, weight.Panels, y);
        };
        return y;
    }

    /// <summary>z ← x·w, or x·wᵀ, where x has the rows and columns of this tensor; then <paramref name="end"/> on every part.</summary>
    private void Product(Tensor w, PanelLayout? panels, bool transposed, float* x, float* z, bool add, DenseEnd? end = null)
    {
        var (inputs, outputs) = (w.Shape[0], w.Shape[1]);
        var results = transposed ? inputs : outputs;
        if (panels is { } layout)
            Gemm.MultiplyPanels(layout, w.Pointer, transposed, Rows, x, Columns, add, z, results, end);
        else
            Gemm.Multiply(false, transposed, Rows, results, Columns, x, Columns, w.Pointer, outputs, add ? 1 : 0, z, results, end);
    }

    /// <summary>dw ← xᵀ·dy, handed to the optimizer at once where it waits for it.</summary>
    private void WeightGradient(Tensor w, PanelLayout? panels, Tensor y)
    {
        if (panels is not { } layout)
            Gemm.Multiply(true, false, Columns, y.Columns, Rows, Pointer, Columns, y.Gradient, y.Columns, w.AddsToGradient() ? 1 : 0, w.Gradient, y.Columns);
        else if (Rows <= Gemm.MaxTermsAtOnce && w.TakeMover() is { } mover)
            Gemm.MultiplyIntoPanels(layout, null, add: false, Rows, Pointer, y.Gradient, mover);
        else
            Gemm.MultiplyIntoPanels(layout, w.Gradient, w.AddsToGradient(), Rows, Pointer, y.Gradient);
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
