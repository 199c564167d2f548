using Kindred.Numerics.Kernels.Convolution.Blocks;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Numerics.Kernels.Convolution.Direct;

/// <summary>dx = Σ_taps dy · wᵀ for blocks of images, the windows of dy lying in a workspace.</summary>
internal sealed unsafe class DirectDataGradient : IDisposable
{
    private readonly ConvolutionShape _shape;
    private readonly ConvolutionProduct _product;
    private readonly NativeBuffer<int> _inputs;
    private readonly NativeBuffer<int> _outputs;
    private readonly int _taps;
    private readonly bool _direct;                    // results go straight to dx

    public DirectDataGradient(in ConvolutionShape shape, int blockImages)
    {
        _shape = shape;
        _taps = shape.BackwardWindow;
        _direct = shape.Inputs % 16 == 0;
        _product = shape.GathersGradient
            ? new ConvolutionProduct(1, _taps * _taps * shape.Outputs, shape.Inputs)
            : new ConvolutionProduct(_taps, _taps * shape.Outputs, shape.Inputs);
        _inputs = new NativeBuffer<int>((long)blockImages * shape.PixelCount);
        _outputs = new NativeBuffer<int>(_inputs.Length);
        SetOffsets();
    }

    /// <summary>Weights to pack, one row of them each: (tap row, tap column, output).</summary>
    public int RowCount => _taps * _taps * _shape.Outputs;

    /// <summary>Packs row <paramref name="row"/> of the transposed weights, which are 3 x 3 x Inputs x Outputs.</summary>
    public void PackRow(int row, float* weights)
    {
        var (tap, output) = Math.DivRem(row, _shape.Outputs);
        var (rows, columns) = (_shape.BackwardTaps(tap / _taps), _shape.BackwardTaps(tap % _taps));
        Span<float> values = stackalloc float[_shape.Inputs];
        for (var input = 0; input < values.Length; input++)
            values[input] = DirectWeights.SumTaps(weights, in _shape, rows, columns, input, output);
        _product.SetPart(row, 0, values);
    }

    /// <summary>Writes the gradient of the block whose dy lies in <paramref name="work"/>.</summary>
    public void Block(float* dx, int images, ConvolutionWorkspace work)
    {
        var pixels = images * _shape.PixelCount;
        var results = _direct ? dx : work.Results.Pointer;
        var call = new WindowProduct
        {
            X = _shape.GathersGradient ? work.GradientWindows.Pointer : work.Gradient.Pointer,
            Inputs = _inputs.Pointer,
            Y = results,
            Outputs = _outputs.Pointer,
            RowStep = _shape.PaddedWideWidth * _shape.Outputs,
            Bias = work.Zero.Pointer,
        };
        _product.Run(call, pixels);
        if (!_direct)
            ConvolutionPadding.Narrow(results, _product.PaddedColumns, pixels, _shape.Inputs, dx);
    }

    public void Dispose()
    {
        _product.Dispose();
        _inputs.Dispose();
        _outputs.Dispose();
    }

    private void SetOffsets()
    {
        var inputs = _inputs.Span;
        var outputs = _outputs.Span;
        for (var p = 0; p < inputs.Length; p++)
        {
            var (image, pixel) = Math.DivRem(p, _shape.PixelCount);
            var (i, j) = Math.DivRem(pixel, _shape.Width);
            inputs[p] = _shape.GathersGradient ? p * _taps * _taps * _shape.Outputs
                : (image * _shape.PaddedWideSize) + (_shape.Scale * ((i * _shape.PaddedWideWidth) + j) * _shape.Outputs);
            outputs[p] = p * _product.PaddedColumns;
        }
    }
}
