using Kindred.Numerics.Kernels.Convolution.Blocks;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Numerics.Kernels.Convolution.Direct;

/// <summary>y = pool(relu(b + Σ_taps x · w)) for blocks of images; one product for each phase of the outputs.</summary>
internal sealed unsafe class DirectForward : IDisposable
{
    private readonly ConvolutionShape _shape;
    private readonly ConvolutionProduct[] _products;
    private readonly NativeBuffer<int> _inputs;       // where each pixel's window starts
    private readonly NativeBuffer<int> _outputs;      // where its first phase's result goes
    private readonly NativeBuffer<float> _bias;
    private readonly int _taps;
    private readonly bool _direct;                    // results go straight to y
    private readonly int _resultChannels;             // floats from one pixel's results to the next's

    public DirectForward(in ConvolutionShape shape, int blockImages)
    {
        _shape = shape;
        _taps = shape.ForwardWindow;
        _products = new ConvolutionProduct[shape.NarrowOutput ? 1 : shape.Phases];
        var window = _taps * _taps * shape.Inputs;
        for (var i = 0; i < _products.Length; i++)
        {
            _products[i] = shape.NarrowOutput ? new ConvolutionProduct(1, shape.Inputs, shape.Phases * _taps * _taps * shape.Outputs)
                : shape.GathersInput ? new ConvolutionProduct(1, window, shape.Outputs)
                : new ConvolutionProduct(_taps, _taps * shape.Inputs, shape.Outputs);
        }

        _direct = !shape.Pooled && (shape.NarrowOutput || shape.Outputs % 16 == 0);
        _resultChannels = shape.NarrowOutput ? shape.Outputs : ConvolutionProduct.Padded(shape.Outputs);
        _bias = new NativeBuffer<float>(Math.Max(ConvolutionProduct.Padded(shape.Outputs), _products[0].PaddedColumns));
        _inputs = new NativeBuffer<int>((long)blockImages * shape.PixelCount);
        _outputs = new NativeBuffer<int>(_inputs.Length);
        SetOffsets();
    }

    /// <summary>Weights to pack, one row of them each: (phase, tap row, tap column, input).</summary>
    public int RowCount => _shape.Phases * _taps * _taps * _shape.Inputs;

    /// <summary>Packs row <paramref name="row"/> of the weights, which are 3 x 3 x Inputs x Outputs.</summary>
    public void PackRow(int row, float* weights)
    {
        var (tap, input) = Math.DivRem(row, _shape.Inputs);
        var (phase, place) = Math.DivRem(tap, _taps * _taps);
        var rows = _shape.ForwardTaps(phase / _shape.Scale, place / _taps);
        var columns = _shape.ForwardTaps(phase % _shape.Scale, place % _taps);
        Span<float> sum = stackalloc float[_shape.Outputs];
        DirectWeights.SumTaps(weights, in _shape, rows, columns, input, sum);
        if (_shape.NarrowOutput)
            _products[0].SetPart(input, tap * _shape.Outputs, sum);
        else
            _products[phase].SetPart((place * _shape.Inputs) + input, 0, sum);
    }

    /// <summary>Sets the bias, one for each output; null is none.</summary>
    public void SetBias(float* bias)
    {
        if (bias != null)
            new ReadOnlySpan<float>(bias, _shape.Outputs).CopyTo(_bias.Span);
        else
            _bias.Span.Clear();
    }

    /// <summary>Convolves the first images of x and y; <paramref name="winners"/> may be null.</summary>
    public void Block(float* x, float* y, byte* winners, int images, ConvolutionWorkspace work)
    {
        var results = _direct ? y : work.Results.Pointer;
        if (_shape.NarrowOutput)
            NarrowResults(x, results, images, work);
        else
            Results(x, results, images, work);
        if (_direct)
            return;
        for (var image = 0; image < images; image++)
        {
            var source = results + ((long)image * _shape.WideHeight * _shape.WideWidth * _resultChannels);
            var offset = (long)image * _shape.OutputSize;
            Finish(source, y + offset, winners == null ? null : winners + offset);
        }
    }

    public void Dispose()
    {
        foreach (var product in _products)
            product.Dispose();
        _inputs.Dispose();
        _outputs.Dispose();
        _bias.Dispose();
    }

    private void SetOffsets()
    {
        var inputs = _inputs.Span;
        var outputs = _outputs.Span;
        for (var p = 0; p < inputs.Length; p++)
        {
            var (image, pixel) = Math.DivRem(p, _shape.PixelCount);
            var (i, j) = Math.DivRem(pixel, _shape.Width);
            var padded = (image * _shape.PaddedHeight * _shape.PaddedWidth) + (i * _shape.PaddedWidth) + j;
            inputs[p] = _shape.NarrowOutput ? p * _shape.Inputs
                : _shape.GathersInput ? p * _taps * _taps * _shape.Inputs
                : padded * _shape.Inputs;
            outputs[p] = _shape.NarrowOutput ? (padded + _shape.PaddedWidth + 1) * _products[0].PaddedColumns
                : ((image * _shape.WideHeight * _shape.WideWidth) + (_shape.Scale * ((i * _shape.WideWidth) + j))) * _resultChannels;
        }
    }

    private void Results(float* x, float* results, int images, ConvolutionWorkspace work)
    {
        work.FillInput(x, images);
        nint row = _shape.PaddedWidth * _shape.Inputs;
        for (var phase = 0; phase < _products.Length; phase++)
        {
            var (a, b) = Math.DivRem(phase, _shape.Scale);
            var call = new WindowProduct
            {
                X = _shape.GathersInput ? work.InputWindows.Pointer : work.Input.Pointer + (a * row) + (b * _shape.Inputs),
                Inputs = _inputs.Pointer,
                Y = results + (((a * _shape.WideWidth) + b) * _resultChannels),
                Outputs = _outputs.Pointer,
                RowStep = row,
                Bias = _bias.Pointer,
                Relu = _shape.Relu,
            };
            _products[phase].Run(call, images * _shape.PixelCount);
        }
    }

    // each pixel times every tap at once, then every output collects its taps
    private void NarrowResults(float* x, float* results, int images, ConvolutionWorkspace work)
    {
        var call = new WindowProduct
        {
            X = x,
            Inputs = _inputs.Pointer,
            Y = work.Terms.Pointer,
            Outputs = _outputs.Pointer,
            Bias = work.Zero.Pointer,
        };
        _products[0].Run(call, images * _shape.PixelCount);
        var size = _shape.PaddedHeight * _shape.PaddedWidth * _products[0].PaddedColumns;
        for (var image = 0; image < images; image++)
        {
            for (var phase = 0; phase < _shape.Phases; phase++)
                Collect(work.Terms.Pointer + ((long)image * size), phase, results + ((long)image * _shape.WideHeight * _shape.WideWidth * _shape.Outputs));
        }
    }

    private void Collect(float* terms, int phase, float* results)
    {
        var (a, b) = Math.DivRem(phase, _shape.Scale);
        var (channels, step) = (_shape.Outputs, _products[0].PaddedColumns);
        var (taps, row) = (_taps * _taps, _shape.PaddedWidth * step);
        var offsets = stackalloc int[9];
        for (var t = 0; t < taps; t++)
            offsets[t] = (t / _taps * row) + (t % _taps * step) + (((phase * taps) + t) * channels);
        for (var i = 0; i < _shape.Height; i++)
        {
            var source = terms + ((i + a) * row) + (b * step);
            var target = results + (((((_shape.Scale * i) + a) * _shape.WideWidth) + b) * channels);
            for (var j = 0; j < _shape.Width; j++, source += step, target += _shape.Scale * channels)
            {
                for (var o = 0; o < channels; o++)
                    target[o] = Activate(Sum(source + o, offsets, taps, _bias.Pointer[o]));
            }
        }
    }

    private static float Sum(float* source, int* offsets, int taps, float sum)
    {
        for (var t = 0; t < taps; t++)
            sum += source[offsets[t]];
        return sum;
    }

    private float Activate(float value) => _shape.Relu && value < 0 ? 0 : value;

    private void Finish(float* source, float* y, byte* winners)
    {
        if (_shape.Pooled)
        {
            var pooled = new PooledShape(_shape.OutputHeight, _shape.OutputWidth, _shape.Outputs, _shape.WideWidth * _resultChannels, _resultChannels);
            Pooling.Max(source, in pooled, y, winners);
        }
        else
        {
            ConvolutionPadding.Narrow(source, _resultChannels, _shape.WideHeight * _shape.WideWidth, _shape.Outputs, y);
        }
    }
}
