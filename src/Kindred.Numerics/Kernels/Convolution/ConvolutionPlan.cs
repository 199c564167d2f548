using Kindred.Numerics.Kernels.Convolution.Blocks;
using Kindred.Numerics.Kernels.Convolution.Direct;
using Kindred.Numerics.Kernels.Convolution.Winograd;
using Kindred.Numerics.Kernels.Memory;
using Kindred.Numerics.Kernels.Threads;

namespace Kindred.Numerics.Kernels.Convolution;

/// <summary>
/// Everything one convolutional step needs to run forwards and backwards on plain images, rows x columns x channels, one after
/// the other; weights are 3 x 3 x Inputs x Outputs. Nothing is allocated once it has met its threads.
/// </summary>
/// <remarks>
/// Images are worked on in small blocks that stay in a core's cache: padding, products, ReLU and pooling of a block follow each
/// other there. Blocks and chunks depend on the batch alone, so results have the same bits for any number of threads.
/// </remarks>
internal sealed unsafe class ConvolutionPlan : IDisposable
{
    private const int MaxChunks = 8;
    private const int PartsPerItem = 8;

    private readonly ConvolutionShape _shape;
    private readonly IConvolution _convolution;
    private readonly NativeBuffer<double> _biasSums;  // chunk x output
    private readonly Action<int, int> _packForward, _packBackward, _runForward, _runBackward, _finish;
    private readonly Lock _gate = new();
    private ConvolutionCall _call;
    private int _chunkImages;

    public ConvolutionPlan(ConvolutionShape shape)
    {
        _shape = shape;
        _convolution = shape.UsesWinograd ? new WinogradConvolution(in shape, MaxChunks) : new DirectConvolution(in shape, MaxChunks);
        _biasSums = new NativeBuffer<double>((long)MaxChunks * shape.Outputs);
        (_packForward, _packBackward) = (PackForward, PackBackward);
        (_runForward, _runBackward, _finish) = (RunForward, RunBackward, Finish);
    }

    public ConvolutionShape Shape => _shape;

    /// <summary>Y = the step's result for every image, and Winners where the step pools and a way back will follow.</summary>
    public void Forward(in ConvolutionCall call)
    {
        lock (_gate)
        {
            _call = call;
            var workers = WorkerPool.Threads;
            _convolution.Prepare(workers);
            _convolution.SetBias(call.Bias);
            WorkerPool.Run(Items(_convolution.ForwardParts, PartsPerItem), _packForward);
            WorkerPool.Run(Items(call.Images, _convolution.BlockImages), _runForward, workers);
        }
    }

    /// <summary>DX, DWeights and DBias, those that are not null, from DY = ∂loss/∂Y; X, Weights, Y and Winners are as <see cref="Forward"/> left them.</summary>
    public void Backward(in ConvolutionCall call)
    {
        lock (_gate)
        {
            _call = call;
            var workers = WorkerPool.Threads;
            _convolution.Prepare(workers);
            if (call.DX != null)
                WorkerPool.Run(Items(_convolution.BackwardParts, PartsPerItem), _packBackward);

            var blocks = Items(call.Images, _convolution.BlockImages);
            _chunkImages = Items(blocks, MaxChunks) * _convolution.BlockImages;
            var chunks = Items(call.Images, _chunkImages);
            WorkerPool.Run(chunks, _runBackward, workers);
            if (call.DWeights != null)
                WorkerPool.Run(Items(_convolution.GradientParts, PartsPerItem), _finish);
            if (call.DBias != null)
                SumBias(chunks);
        }
    }

    public void Dispose()
    {
        _convolution.Dispose();
        _biasSums.Dispose();
    }

    private static int Items(int count, int each) => (count + each - 1) / each;

    private static int End(int item, int count) => Math.Min((item + 1) * PartsPerItem, count);

    private void PackForward(int item, int worker)
    {
        for (var part = item * PartsPerItem; part < End(item, _convolution.ForwardParts); part++)
            _convolution.PackForward(part, _call.Weights);
    }

    private void PackBackward(int item, int worker)
    {
        for (var part = item * PartsPerItem; part < End(item, _convolution.BackwardParts); part++)
            _convolution.PackBackward(part, _call.Weights);
    }

    private void Finish(int item, int worker)
    {
        var chunks = Items(_call.Images, _chunkImages);
        for (var part = item * PartsPerItem; part < End(item, _convolution.GradientParts); part++)
            _convolution.Finish(part, chunks, in _call);
    }

    private void RunForward(int block, int worker)
    {
        var first = block * _convolution.BlockImages;
        var part = Part(first, Math.Min(_convolution.BlockImages, _call.Images - first));
        _convolution.Forward(in part, worker);
    }

    private void RunBackward(int chunk, int worker)
    {
        var biasSums = _biasSums.Pointer + ((long)chunk * _shape.Outputs);
        new Span<double>(biasSums, _shape.Outputs).Clear();
        if (_call.DWeights != null)
            _convolution.Clear(chunk);
        var end = Math.Min(_call.Images, (chunk + 1) * _chunkImages);
        for (var first = chunk * _chunkImages; first < end; first += _convolution.BlockImages)
        {
            var part = Part(first, Math.Min(_convolution.BlockImages, end - first));
            _convolution.Backward(in part, biasSums, chunk, worker);
        }
    }

    private ConvolutionCall Part(int first, int images)
    {
        var (x, y) = ((long)first * _shape.InputSize, (long)first * _shape.OutputSize);
        var part = _call;
        part.Images = images;
        part.X += x;
        part.Y += y;
        if (part.Winners != null)
            part.Winners += y;
        part.DY += y;
        if (part.DX != null)
            part.DX += x;
        return part;
    }

    private void SumBias(int chunks)
    {
        for (var o = 0; o < _shape.Outputs; o++)
        {
            var sum = _call.AddsToBias ? _call.DBias[o] : 0.0;
            for (var chunk = 0; chunk < chunks; chunk++)
                sum += _biasSums.Pointer[((long)chunk * _shape.Outputs) + o];
            _call.DBias[o] = (float)sum;
        }
    }
}
