using Kindred.Numerics.Kernels.Convolution.Blocks;

namespace Kindred.Numerics.Kernels.Convolution.Winograd;

/// <summary>The way back.</summary>
internal sealed unsafe partial class WinogradConvolution
{
    /// <summary>The weights of output <paramref name="part"/>; turned round where dx is a convolution of dy.</summary>
    public void PackBackward(int part, float* weights)
    {
        var (inputs, outputs) = (_shape.Inputs, _shape.Outputs);
        Span<float> taps = stackalloc float[9 * inputs];
        for (var tap = 0; tap < 9; tap++)
        {
            var source = weights + ((long)(_shape.Upsampled ? tap : 8 - tap) * inputs * outputs) + part;
            for (var c = 0; c < inputs; c++)
                taps[(tap * inputs) + c] = source[(long)c * outputs];
        }

        Pack(_backward, part, taps, inputs);
    }

    public void Clear(int chunk) => _sums[chunk].Span.Clear();

    public void Backward(in ConvolutionCall block, double* biasSums, int chunk, int worker)
    {
        var work = _work[worker];
        work.Images.FillGradient(block.DY, block.Y, block.Winners, block.Images, biasSums);
        if (_shape.Upsampled)
        {
            TransformGradient(block.Images, work);
            if (block.DX != null)
                EnlargedInputGradient(in block, work);
        }
        else if (block.DX != null)
        {
            InputGradient(in block, work);
        }

        if (block.DWeights == null)
            return;
        if (!_shape.Upsampled)
            TransformGradient(block.Images, work);
        work.Images.FillInput(block.X, block.Images);
        TransformInput(block.Images, work);
        AddWeightGradient(chunk, block.Images, work);
    }

    /// <summary>The gradient of the weights of input <paramref name="part"/>.</summary>
    public void Finish(int part, int chunks, in ConvolutionCall call)
    {
        var outputs = _shape.Outputs;
        Span<float> sums = stackalloc float[_positions * outputs];
        Span<float> taps = stackalloc float[9 * outputs];
        for (var position = 0; position < _positions; position++)
            WinogradWeights.Sum(_sums, chunks, ((long)position * _positionSize) + ((long)part * outputs), sums.Slice(position * outputs, outputs));
        WinogradWeights.TransformBack(sums, _shape.Upsampled, outputs, taps);
        for (var tap = 0; tap < 9; tap++)
        {
            var target = new Span<float>(call.DWeights + ((((long)tap * _shape.Inputs) + part) * outputs), outputs);
            for (var o = 0; o < outputs; o++)
                target[o] = taps[(tap * outputs) + o] + (call.AddsToWeights ? target[o] : 0);
        }
    }

    // dy in Images.Gradient → Right
    private void TransformGradient(int images, WinogradWorkspace work)
    {
        var grid = Grid(_shape.Outputs, _shape.PaddedWideWidth);
        var inner = (_shape.PaddedWideWidth + 1) * _shape.Outputs;
        for (var image = 0; image < images; image++)
        {
            var source = work.Images.Gradient.Pointer + ((long)image * _shape.PaddedWideSize) + inner;
            WinogradTiles.Gradient(source, in grid, work.Right.Pointer + ((long)image * _tiles * _shape.Outputs), _shape.Upsampled);
        }
    }

    // dx is the convolution of dy with the weights turned round
    private void InputGradient(in ConvolutionCall block, WinogradWorkspace work)
    {
        var grid = Grid(_shape.Outputs, _shape.PaddedWideWidth);
        for (var image = 0; image < block.Images; image++)
        {
            WinogradTiles.Input(
                work.Images.Gradient.Pointer + ((long)image * _shape.PaddedWideSize), in grid, work.Right.Pointer + ((long)image * _tiles * _shape.Outputs));
        }

        Multiply(_backward, Right(work), Left(work), block.Images, work);
        grid = Grid(_shape.Inputs, _shape.Width);
        for (var image = 0; image < block.Images; image++)
        {
            WinogradTiles.Output(
                work.Left.Pointer + ((long)image * _tiles * _shape.Inputs),
                in grid,
                work.Images.Zero.Pointer,
                relu: false,
                enlarged: false,
                block.DX + ((long)image * _shape.InputSize));
        }
    }

    // dv = u · (A dy Aᵀ) at every position, then back through Bᵀ
    private void EnlargedInputGradient(in ConvolutionCall block, WinogradWorkspace work)
    {
        Multiply(_backward, Right(work), WithBorder(work), block.Images, work);
        var grid = new TileGrid(_shape.TileRows, _shape.TileColumns, _shape.Inputs, 0, PositionStep(_shape.Inputs, _borderedTiles))
        {
            TileRow = (_shape.TileColumns + 2) * _shape.Inputs,
        };
        for (var image = 0; image < block.Images; image++)
        {
            WinogradTiles.EnlargedInputBackward(
                work.Bordered.Pointer + ((long)image * _borderedTiles * _shape.Inputs), in grid, block.DX + ((long)image * _shape.InputSize));
        }
    }

    private void AddWeightGradient(int chunk, int images, WinogradWorkspace work)
    {
        var grid = new PixelGrid(1, images * _tiles, 1);
        for (var position = 0; position < _positions; position++)
        {
            var left = new PixelRun(work.Left.Pointer + (position * PositionStep(_shape.Inputs, _tiles)), _shape.Inputs, 0, 0);
            var right = new PixelRun(work.Right.Pointer + (position * PositionStep(_shape.Outputs, _tiles)), _shape.Outputs, 0, 0);
            ConvolutionGradient.Add(left, _shape.Inputs, right, _shape.Outputs, in grid, _sums[chunk].Pointer + ((long)position * _positionSize));
        }
    }
}
