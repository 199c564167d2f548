using System.Numerics.Tensors;
using Kindred.Numerics.Kernels.Convolution.Blocks;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Numerics.Kernels.Convolution.Direct;

/// <summary>dw = Σ_pixels x · dy, summed privately by chunks of images and then over chunks in order, so threads change no bit.</summary>
internal sealed unsafe class DirectWeightGradient : IDisposable
{
    private readonly ConvolutionShape _shape;
    private readonly int _taps;
    private readonly int _groups;                     // runs of rows that lie side by side in a window
    private readonly int _rows;                       // rows of sums in a group
    private readonly int _columns;
    private readonly int _groupSize;
    private readonly NativeBuffer<float>[] _sums;     // one per chunk: group x row x column

    public DirectWeightGradient(in ConvolutionShape shape, int chunks)
    {
        _shape = shape;
        _taps = shape.NarrowOutput ? shape.BackwardWindow : shape.ForwardWindow;
        var (channels, gathered) = shape.NarrowOutput ? (shape.Outputs, shape.GathersGradient) : (shape.Inputs, shape.GathersInput);
        _groups = gathered ? 1 : shape.NarrowOutput ? _taps : shape.Phases * _taps;
        _rows = (gathered ? _taps * _taps : _taps) * channels;
        _columns = shape.NarrowOutput ? shape.Inputs : shape.Outputs;
        _groupSize = ConvolutionGradient.Size(_rows, _columns);
        _sums = new NativeBuffer<float>[chunks];
        for (var chunk = 0; chunk < chunks; chunk++)
            _sums[chunk] = new NativeBuffer<float>((long)_groups * _groupSize);
    }

    /// <summary>Rows of the finished gradient: (tap row, tap column, input).</summary>
    public int RowCount => 9 * _shape.Inputs;

    public void Clear(int chunk) => _sums[chunk].Span.Clear();

    /// <summary>Adds a block of images that lies in <paramref name="work"/>.</summary>
    public void Add(int chunk, int images, ConvolutionWorkspace work)
    {
        var grid = new PixelGrid(_shape.Height, _shape.Width, images);
        for (var group = 0; group < _groups; group++)
        {
            var (left, right) = _shape.NarrowOutput ? NarrowRuns(group, work) : Runs(group, work);
            ConvolutionGradient.Add(left, _rows, right, _columns, in grid, _sums[chunk].Pointer + ((long)group * _groupSize));
        }
    }

    /// <summary>Writes row <paramref name="row"/> of dw from the sums of the first <paramref name="chunks"/> chunks, or adds to it.</summary>
    public void Finish(int row, int chunks, float* gradient, bool adds)
    {
        var (tap, input) = Math.DivRem(row, _shape.Inputs);
        var target = new Span<float>(gradient + ((long)row * _shape.Outputs), _shape.Outputs);
        if (!adds)
            target.Clear();
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            if (_shape.NarrowOutput)
                AddNarrow(_sums[chunk].Pointer, tap, input, target);
            else
                AddRow(_sums[chunk].Pointer, tap, input, target);
        }
    }

    public void Dispose()
    {
        foreach (var sums in _sums)
            sums.Dispose();
    }

    // windows of x against single pixels of dy
    private (PixelRun Left, PixelRun Right) Runs(int group, ConvolutionWorkspace work)
    {
        var (phase, tap) = Math.DivRem(group, _taps);
        var (a, b) = Math.DivRem(phase, _shape.Scale);
        var (inputs, outputs, scale) = (_shape.Inputs, _shape.Outputs, _shape.Scale);
        nint row = _shape.PaddedWidth * inputs;
        nint wide = _shape.PaddedWideWidth * outputs;
        var left = _shape.GathersInput
            ? new PixelRun(work.InputWindows.Pointer, _rows, _shape.Width * _rows, _shape.PixelCount * _rows)
            : new PixelRun(work.Input.Pointer + ((a + tap) * row) + (b * inputs), inputs, row, _shape.PaddedInputSize);
        var right = new PixelRun(
            work.Gradient.Pointer + ((a + 1) * wide) + ((b + 1) * outputs), scale * outputs, scale * wide, _shape.PaddedWideSize);
        return (left, right);
    }

    // windows of dy against single pixels of x
    private (PixelRun Left, PixelRun Right) NarrowRuns(int group, ConvolutionWorkspace work)
    {
        var (inputs, outputs, scale) = (_shape.Inputs, _shape.Outputs, _shape.Scale);
        nint row = _shape.PaddedWidth * inputs;
        nint wide = _shape.PaddedWideWidth * outputs;
        var left = _shape.GathersGradient
            ? new PixelRun(work.GradientWindows.Pointer, _rows, _shape.Width * _rows, _shape.PixelCount * _rows)
            : new PixelRun(work.Gradient.Pointer + (group * wide), scale * outputs, scale * wide, _shape.PaddedWideSize);
        return (left, new PixelRun(work.Input.Pointer + row + inputs, inputs, row, _shape.PaddedInputSize));
    }

    private void AddRow(float* sums, int tap, int input, Span<float> target)
    {
        for (var place = 0; place < _shape.Phases * _taps * _taps; place++)
        {
            var (group, column) = Math.DivRem(place, _taps);
            var (phase, row) = Math.DivRem(group, _taps);
            var rows = _shape.ForwardTaps(phase / _shape.Scale, row);
            if (!DirectWeights.Has(rows, _shape.ForwardTaps(phase % _shape.Scale, column), tap))
                continue;
            var offset = _shape.GathersInput ? ((place * _shape.Inputs) + input) * ConvolutionGradient.Step(_columns)
                : (group * _groupSize) + (((column * _shape.Inputs) + input) * ConvolutionGradient.Step(_columns));
            TensorPrimitives.Add(target, new ReadOnlySpan<float>(sums + offset, _shape.Outputs), target);
        }
    }

    private void AddNarrow(float* sums, int tap, int input, Span<float> target)
    {
        for (var place = 0; place < _taps * _taps; place++)
        {
            var (row, column) = Math.DivRem(place, _taps);
            if (!DirectWeights.Has(_shape.BackwardTaps(row), _shape.BackwardTaps(column), tap))
                continue;
            var first = _shape.GathersGradient ? place * _shape.Outputs : column * _shape.Outputs;
            var group = _shape.GathersGradient ? 0 : row;
            for (var o = 0; o < target.Length; o++)
                target[o] += sums[(group * _groupSize) + ((first + o) * ConvolutionGradient.Step(_columns)) + input];
        }
    }
}
