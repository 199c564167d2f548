using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Numerics.Kernels.Convolution.Blocks;

/// <summary>One worker's scratch memory for a block of images, small enough to stay in its cache; borders are zero for good.</summary>
internal sealed unsafe class ConvolutionWorkspace : IDisposable
{
    private const int Slack = 256;                    // kernels read a little past the end

    private readonly ConvolutionShape _shape;

    public ConvolutionWorkspace(in ConvolutionShape shape, int images)
    {
        _shape = shape;
        var taps = shape.ForwardWindow * shape.ForwardWindow;
        var wide = shape.WideHeight * shape.WideWidth * ConvolutionProduct.Padded(shape.Outputs);
        var terms = shape.NarrowOutput
            ? shape.PaddedHeight * shape.PaddedWidth * ConvolutionProduct.Padded(shape.Phases * taps * shape.Outputs) : 0;
        Input = new NativeBuffer<float>(((long)images * shape.PaddedInputSize) + Slack);
        Gradient = new NativeBuffer<float>(((long)images * shape.PaddedWideSize) + Slack);
        InputWindows = new NativeBuffer<float>(((long)images * (shape.GathersInput ? shape.PixelCount * taps * shape.Inputs : 0)) + Slack);
        GradientWindows = new NativeBuffer<float>(((long)images * (shape.GathersGradient ? shape.PixelCount * GradientWindow : 0)) + Slack);
        Results = new NativeBuffer<float>(((long)images * Math.Max(wide, shape.PixelCount * ConvolutionProduct.Padded(shape.Inputs))) + Slack);
        Terms = new NativeBuffer<float>(((long)images * terms) + Slack);
        Zero = new NativeBuffer<float>(ConvolutionProduct.Padded(Math.Max(shape.Inputs, shape.Phases * taps * shape.Outputs)));
    }

    /// <summary>x with its border.</summary>
    public NativeBuffer<float> Input { get; }

    /// <summary>∂loss/∂(result of the convolution) with its border.</summary>
    public NativeBuffer<float> Gradient { get; }

    /// <summary>Windows of <see cref="Input"/>, where they are gathered.</summary>
    public NativeBuffer<float> InputWindows { get; }

    /// <summary>Windows of <see cref="Gradient"/>, where they are gathered.</summary>
    public NativeBuffer<float> GradientWindows { get; }

    /// <summary>Results that are pooled or narrowed before they leave.</summary>
    public NativeBuffer<float> Results { get; }

    /// <summary>Products of single pixels with every tap, with a border, for narrow outputs.</summary>
    public NativeBuffer<float> Terms { get; }

    /// <summary>The bias of products that have none.</summary>
    public NativeBuffer<float> Zero { get; }

    private int GradientWindow => _shape.BackwardWindow * _shape.BackwardWindow * _shape.Outputs;

    public void FillInput(float* x, int images)
    {
        for (var image = 0; image < images; image++)
        {
            var padded = Input.Pointer + ((long)image * _shape.PaddedInputSize);
            ConvolutionPadding.Fill(x + ((long)image * _shape.InputSize), _shape.Height, _shape.Width, _shape.Inputs, _shape.PaddedWidth, padded);
            if (_shape.GathersInput)
                GatherInput(padded, image);
        }
    }

    /// <summary>Takes dy back through pooling and ReLU, and adds its sums to those of the bias.</summary>
    public void FillGradient(float* dy, float* y, byte* winners, int images, double* biasSums)
    {
        for (var image = 0; image < images; image++)
        {
            var padded = Gradient.Pointer + ((long)image * _shape.PaddedWideSize);
            var offset = (long)image * _shape.OutputSize;
            FillImage(dy + offset, y + offset, winners == null ? null : winners + offset, padded);
            ConvolutionPadding.AddChannelSums(
                dy + offset, _shape.Relu ? y + offset : null, _shape.OutputHeight * _shape.OutputWidth, _shape.Outputs, biasSums);
            if (_shape.GathersGradient)
                GatherGradient(padded, image);
        }
    }

    public void Dispose()
    {
        Input.Dispose();
        Gradient.Dispose();
        InputWindows.Dispose();
        GradientWindows.Dispose();
        Results.Dispose();
        Terms.Dispose();
        Zero.Dispose();
    }

    private void FillImage(float* dy, float* y, byte* winners, float* padded)
    {
        var (height, width, channels) = (_shape.WideHeight, _shape.WideWidth, _shape.Outputs);
        var row = _shape.PaddedWideWidth * channels;
        if (_shape.Pooled)
        {
            var pooled = new PooledShape(_shape.OutputHeight, _shape.OutputWidth, channels, row, channels);
            Pooling.MaxBackward(dy, winners, _shape.Relu ? y : null, in pooled, padded + row + channels);
        }
        else if (_shape.Relu)
        {
            ConvolutionPadding.FillMasked(dy, y, height, width, channels, _shape.PaddedWideWidth, padded);
        }
        else
        {
            ConvolutionPadding.Fill(dy, height, width, channels, _shape.PaddedWideWidth, padded);
        }
    }

    private void GatherInput(float* padded, int image)
    {
        var length = 3 * _shape.Inputs;
        var windows = InputWindows.Pointer + ((long)image * _shape.PixelCount * 3 * length);
        var grid = new PixelGrid(_shape.Height, _shape.Width, 1);
        ConvolutionPadding.Gather(padded, in grid, step: 1, _shape.Inputs, rows: 3, length, _shape.PaddedWidth * _shape.Inputs, windows);
    }

    private void GatherGradient(float* padded, int image)
    {
        var rows = _shape.BackwardWindow;
        var windows = GradientWindows.Pointer + ((long)image * _shape.PixelCount * GradientWindow);
        var grid = new PixelGrid(_shape.Height, _shape.Width, 1);
        ConvolutionPadding.Gather(padded, in grid, _shape.Scale, _shape.Outputs, rows, rows * _shape.Outputs, _shape.PaddedWideWidth * _shape.Outputs, windows);
    }
}
