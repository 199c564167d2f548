using Kindred.Networks.Kernels;
using Kindred.Networks.Layers;
using Kindred.Numerics.Kernels.Gemm;

namespace Kindred.Networks;

/// <summary>The layer in which every input reaches every output.</summary>
public sealed unsafe partial class Tensor
{
    /// <summary>A shorter product is over before the memory has answered that its tiles ask for what follows on them.</summary>
    private const int TermsToHideMemory = 64;

    private DenseEpilogue? _end;
    private DenseBackwardEpilogue? _start;

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
        var b = bias is null ? null : Graph.Of(bias);
        var end = new DenseEpilogue(b, activation);
        y._end = ins < TermsToHideMemory ? null : end;
        y._start = weight.Panels is null ? null : new DenseBackwardEpilogue(y, b, activation);
        y.Compute = () =>
        {
            end.Values?.BeginIfRead();
            Product(w, weight.Panels, y, end);
        };
        y.Propagate = () =>
        {
            if (y._start?.TakeDone() != true)
                start();
            if (NeedsGradient)
                y.InputGradient(w, weight.Panels, this);
            if (w.NeedsGradient)
                WeightGradient(w, weight.Panels, y);
        };
        return y;
    }

    /// <summary>y ← x·w, then <paramref name="end"/> on every part.</summary>
    private void Product(Tensor w, PanelLayout? panels, Tensor y, DenseEpilogue end)
    {
        if (panels is { } layout)
            GemmFloat.MultiplyPanels(layout, w.Pointer, transposed: false, Rows, GemmFloat.ByRows(Pointer, Columns), new GemmResult<float>(y.Pointer, y.Columns, add: false), end);
        else
            GemmFloat.Multiply(false, false, Rows, y.Columns, Columns, Pointer, Columns, w.Pointer, y.Columns, 0, y.Pointer, y.Columns, end);
    }

    /// <summary>dx ← dy·wᵀ (+ dx), and what the way back through the layer that made x begins with, where this is all of dx.</summary>
    private void InputGradient(Tensor w, PanelLayout? panels, Tensor x)
    {
        var adds = x.AddsToGradient();
        if (panels is not { } layout)
            GemmFloat.Multiply(false, true, Rows, x.Columns, Columns, Gradient, Columns, w.Pointer, Columns, adds ? 1 : 0, x.Gradient, x.Columns);
        else if (Columns >= TermsToHideMemory && x.OfferStart() is { } start)
            GemmFloat.MultiplyPanels(layout, w.Pointer, transposed: true, Rows, GradientOnLeft(), start.Result, start);
        else
            GemmFloat.MultiplyPanels(layout, w.Pointer, transposed: true, Rows, GradientOnLeft(), new GemmResult<float>(x.Gradient, x.Columns, adds));
    }

    /// <summary>dw ← xᵀ·dy, handed to the optimizer at once where it waits for it.</summary>
    private void WeightGradient(Tensor w, PanelLayout? panels, Tensor y)
    {
        if (panels is not { } layout)
            GemmFloat.Multiply(true, false, Columns, y.Columns, Rows, Pointer, Columns, y.Gradient, y.Columns, w.AddsToGradient() ? 1 : 0, w.Gradient, y.Columns);
        else if (Rows <= GemmFloat.MaxTermsAtOnce && w.TakeFusedUpdate() is { } update)
            GemmFloat.MultiplyIntoPanels(layout, null, add: false, Rows, TransposedOnLeft(), y.GradientOnRight(), update);
        else
            GemmFloat.MultiplyIntoPanels(layout, w.Gradient, w.AddsToGradient(), Rows, TransposedOnLeft(), y.GradientOnRight());
    }

    /// <summary>The transpose of this tensor as the left side of a product: as that product reads it, where a dense layer makes a copy; if not yet, it will.</summary>
    private GemmOperand<float> TransposedOnLeft()
    {
        if (_root._end is not { } end || Columns != _root.Columns)
            return GemmFloat.ByTerms(Pointer, Columns);
        end.Values ??= new PanelCopy(Graph, PanelLayout.ForLeft(Rows, Columns));
        return end.Values.TryRead() ? end.Values.Layout.LeftTransposed(end.Values.Pointer) : GemmFloat.ByTerms(Pointer, Columns);
    }

    private GemmOperand<float> GradientOnLeft() => _start!.IsInPanels ? _start.Layout.Left(_start.Pointer) : GemmFloat.ByRows(Gradient, Columns);

    private GemmOperand<float> GradientOnRight() => _start!.IsInPanels ? _start.Layout.Right(_start.Pointer) : GemmFloat.ByTerms(Gradient, Columns);

    /// <summary>What the way back through the layer that made this tensor begins with, where the product that asks makes all of the gradient.</summary>
    private DenseBackwardEpilogue? OfferStart() =>
        _root._start is { } start && Columns == _root.Columns && _root.HasOneSource && start.TryBegin() ? start : null;
}
