using Kindred.Networks.Kernels;
using Kindred.Numerics.Kernels.Gemm;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Networks;

/// <summary>One dense layer in a graph, y = activation(x·w + b), there and back, and what it does for its neighbours while values are in the nearest cache.</summary>
/// <remarks>
/// Three products make a layer: y from x and w, dx from dy and w, dw from x and dy. Four agreements join them to what stands beside them; each is asked
/// for by the one who gains from it, holds for one pass, and changes no bit (docs/decisions/0020-one-object-a-dense-layer.md has them on one page):
/// bias and activation are part of the product of y (<see cref="DenseEpilogue"/>);
/// y is written a second time, as the layer after reads it for its dw (<see cref="TransposedOutput"/>);
/// the layer after writes dy as this one reads it, activation's gradient and bias's sums included (<see cref="TryTakeGradient"/>);
/// the optimizer moves w by each part of dw as soon as that is complete (<see cref="Parameter.TakeUpdate"/>).
/// </remarks>
internal sealed unsafe class DenseProduct
{
    /// <summary>A shorter product is over before the memory has answered that its tiles ask for what follows on them.</summary>
    private const int TermsToHideMemory = 64;

    private readonly Tensor _x, _w, _y;
    private readonly Tensor? _bias;
    private readonly PanelLayout? _weights;  // null for a weight that lies row after row
    private readonly PanelLayout _gradientLayout;
    private readonly DenseEpilogue _epilogue;
    private readonly DenseBackwardEpilogue _backwardEpilogue;
    private readonly Action _beginBackward;
    private NativeBuffer<float>? _gradient;  // dy in panels
    private bool _gradientWasTaken;

    public DenseProduct(Tensor x, Parameter weight, Tensor w, Tensor? bias, Tensor y, IElementwiseActivation activation, Action beginBackward)
    {
        (_x, _w, _bias, _y, _weights, _beginBackward) = (x, w, bias, y, weight.Panels, beginBackward);
        _epilogue = new DenseEpilogue(bias is null ? null : bias.Pointer, activation);
        _backwardEpilogue = new DenseBackwardEpilogue(y.Pointer, y.Rows, y.Columns, activation);
        _gradientLayout = new PanelLayout(y.Rows, y.Columns);
    }

    /// <summary>y ← activation(x·w + b)</summary>
    public void Forward()
    {
        _epilogue.Copy?.BeginIfRead();
        var (rows, ins, outs) = (_x.Rows, _x.Columns, _y.Columns);
        if (_weights is { } layout)
            GemmFloat.MultiplyPanels(layout, _w.Pointer, transposed: false, rows, GemmFloat.ByRows(_x.Pointer, ins), new GemmResult<float>(_y.Pointer, outs, add: false), _epilogue);
        else
            GemmFloat.Multiply(false, false, rows, outs, ins, _x.Pointer, ins, _w.Pointer, outs, 0, _y.Pointer, outs, _epilogue);
    }

    /// <summary>db and dy before the activation, where the layer after has not made them; then dx and dw.</summary>
    public void Backward()
    {
        var inPanels = _gradientWasTaken;
        _gradientWasTaken = false;
        if (!inPanels)
            _beginBackward();
        if (_x.NeedsGradient)
            InputGradient(inPanels);
        if (_w.NeedsGradient)
            WeightGradient(inPanels);
    }

    /// <summary>yᵀ as the left side of a product: in panels where the pass forward wrote them; if it did not, the next one will, for the layer after asks again.</summary>
    public GemmOperand<float> TransposedOutput()
    {
        if (_x.Columns < TermsToHideMemory)
            return GemmFloat.ByTerms(_y.Pointer, _y.Columns);
        var layout = PanelLayout.ForLeft(_y.Rows, _y.Columns);
        var copy = _epilogue.Copy ??= new PanelCopy(_y.Graph.Buffer(layout.Length), layout);
        return copy.TryRead() ? layout.LeftTransposed(copy.Pointer) : GemmFloat.ByTerms(_y.Pointer, _y.Columns);
    }

    /// <summary>What the product that makes the whole of dy does to each of its parts, and where it writes them; null where dy has to lie in the tensor.</summary>
    public DenseBackwardEpilogue? TryTakeGradient(out GemmResult<float> result)
    {
        result = default;
        if (_weights is null || !_y.HasOneSource || _y.Rows > GemmFloat.MaxRowsInOrder || _bias is { NeedsGradient: true, HasGradient: true })
            return null;
        _backwardEpilogue.Sums = _bias is { NeedsGradient: true } bias && !bias.AddsToGradient() ? bias.Gradient : null;
        _gradient ??= _y.Graph.Buffer(_gradientLayout.Length);
        _gradientWasTaken = true;
        result = _gradientLayout.Result(_gradient.Pointer, add: false);
        return _backwardEpilogue;
    }

    /// <summary>dx ← dy·wᵀ (+ dx), written as the layer that made x reads it, where this is all of dx.</summary>
    private void InputGradient(bool inPanels)
    {
        var (rows, ins, outs, adds) = (_x.Rows, _x.Columns, _y.Columns, _x.AddsToGradient());
        if (_weights is not { } layout)
        {
            GemmFloat.Multiply(false, true, rows, ins, outs, _y.Gradient, outs, _w.Pointer, outs, adds ? 1 : 0, _x.Gradient, ins);
            return;
        }

        DenseBackwardEpilogue? then = null;
        GemmResult<float> result = default;
        if (outs >= TermsToHideMemory)
            then = _x.Maker?.TryTakeGradient(out result);
        if (then is null)
            result = new GemmResult<float>(_x.Gradient, ins, adds);
        var dy = inPanels ? _gradientLayout.Left(_gradient!.Pointer) : GemmFloat.ByRows(_y.Gradient, outs);
        GemmFloat.MultiplyPanels(layout, _w.Pointer, transposed: true, rows, dy, result, then);
    }

    /// <summary>dw ← xᵀ·dy (+ dw), or handed to the optimizer part by part where it waits for it.</summary>
    private void WeightGradient(bool inPanels)
    {
        var (rows, ins, outs) = (_x.Rows, _x.Columns, _y.Columns);
        if (_weights is not { } layout)
        {
            GemmFloat.Multiply(true, false, ins, outs, rows, _x.Pointer, ins, _y.Gradient, outs, _w.AddsToGradient() ? 1 : 0, _w.Gradient, outs);
            return;
        }

        var x = _x.Maker?.TransposedOutput() ?? GemmFloat.ByTerms(_x.Pointer, ins);
        var dy = inPanels ? _gradientLayout.Right(_gradient!.Pointer) : GemmFloat.ByTerms(_y.Gradient, outs);
        if (rows <= GemmFloat.MaxTermsAtOnce && _w.TakeUpdate() is { } update)
            GemmFloat.MultiplyIntoPanels(layout, null, add: false, rows, x, dy, update);
        else
            GemmFloat.MultiplyIntoPanels(layout, _w.Gradient, _w.AddsToGradient(), rows, x, dy);
    }
}
