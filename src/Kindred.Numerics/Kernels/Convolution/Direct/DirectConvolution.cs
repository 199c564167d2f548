using Kindred.Numerics.Kernels.Convolution.Blocks;

namespace Kindred.Numerics.Kernels.Convolution.Direct;

/// <summary>A convolutional step as products of windows with weights, for any number of channels.</summary>
internal sealed unsafe class DirectConvolution : IConvolution
{
    private const int BlockPixels = 196;
    private const int MaxBlockImages = 16;

    private readonly ConvolutionShape _shape;
    private readonly DirectForward _forward;
    private readonly DirectDataGradient _dataGradient;
    private readonly DirectWeightGradient _weightGradient;
    private ConvolutionWorkspace[] _work = [];

    public DirectConvolution(in ConvolutionShape shape, int chunks)
    {
        _shape = shape;
        BlockImages = Math.Clamp((BlockPixels + shape.PixelCount - 1) / shape.PixelCount, 1, MaxBlockImages);
        _forward = new DirectForward(in shape, BlockImages);
        _dataGradient = new DirectDataGradient(in shape, BlockImages);
        _weightGradient = new DirectWeightGradient(in shape, chunks);
    }

    public int BlockImages { get; }

    public int ForwardParts => _forward.RowCount;

    public int BackwardParts => _dataGradient.RowCount;

    public int GradientParts => _weightGradient.RowCount;

    public void Prepare(int workers)
    {
        for (var known = _work.Length; known < workers; known++)
            _work = [.. _work, new ConvolutionWorkspace(in _shape, BlockImages)];
    }

    public void SetBias(float* bias) => _forward.SetBias(bias);

    public void PackForward(int part, float* weights) => _forward.PackRow(part, weights);

    public void PackBackward(int part, float* weights) => _dataGradient.PackRow(part, weights);

    public void Forward(in ConvolutionCall block, int worker) => _forward.Block(block.X, block.Y, block.Winners, block.Images, _work[worker]);

    public void Clear(int chunk) => _weightGradient.Clear(chunk);

    public void Backward(in ConvolutionCall block, double* biasSums, int chunk, int worker)
    {
        var work = _work[worker];
        work.FillGradient(block.DY, block.Y, block.Winners, block.Images, biasSums);
        if (block.DX != null)
            _dataGradient.Block(block.DX, block.Images, work);
        if (block.DWeights == null)
            return;
        work.FillInput(block.X, block.Images);
        _weightGradient.Add(chunk, block.Images, work);
    }

    public void Finish(int part, int chunks, in ConvolutionCall call) =>
        _weightGradient.Finish(part, chunks, call.DWeights, call.AddsToWeights);

    public void Dispose()
    {
        _forward.Dispose();
        _dataGradient.Dispose();
        _weightGradient.Dispose();
        foreach (var work in _work)
            work.Dispose();
    }
}
