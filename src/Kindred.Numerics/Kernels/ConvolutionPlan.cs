namespace Kindred.Numerics.Kernels;

/// <summary>
/// Everything one convolutional step needs to run forwards and backwards on plain images, rows x columns x channels, one after
/// the other; weights are 3 x 3 x Inputs x Outputs. Nothing is allocated once it has met its largest batch and its threads.
/// </summary>
/// <remarks>
/// Images are worked on in small blocks that stay in a core's cache: padding, products, ReLU and pooling of a block follow each
/// other there. Blocks and chunks depend on the batch alone, so results have the same bits for any number of threads.
/// </remarks>
internal sealed unsafe class ConvolutionPlan : IDisposable
{
    private const int BlockPixels = 196;
    private const int MaxBlockImages = 16;
    private const int MaxChunks = 8;
    private const int RowsPerItem = 32;

    private readonly ConvolutionShape _shape;
    private readonly int _blockImages;
    private readonly ConvolutionForward _forward;
    private readonly ConvolutionDataGradient _dataGradient;
    private readonly ConvolutionWeightGradient _weightGradient;
    private readonly NativeBuffer<double> _biasSums;  // chunk x output
    private readonly Action<int, int> _packForward, _packBackward, _runForward, _runBackward, _finish;
    private readonly Lock _gate = new();
    private ConvolutionWorkspace[] _work = [];
    private ConvolutionCall _call;
    private int _chunkImages;

    public ConvolutionPlan(ConvolutionShape shape)
    {
        _shape = shape;
        _blockImages = Math.Clamp((BlockPixels + shape.PixelCount - 1) / shape.PixelCount, 1, MaxBlockImages);
        _forward = new ConvolutionForward(in shape, _blockImages);
        _dataGradient = new ConvolutionDataGradient(in shape, _blockImages);
        _weightGradient = new ConvolutionWeightGradient(in shape, MaxChunks);
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
            Prepare(in call);
            _forward.SetBias(call.Bias);
            Chunks.Run(Items(_forward.RowCount, RowsPerItem), _packForward);
            Chunks.Run(Items(call.Images, _blockImages), _runForward);
        }
    }

    /// <summary>DX, DWeights and DBias, those that are not null, from DY = ∂loss/∂Y; X, Weights, Y and Winners are as <see cref="Forward"/> left them.</summary>
    public void Backward(in ConvolutionCall call)
    {
        lock (_gate)
        {
            Prepare(in call);
            if (call.DX != null)
                Chunks.Run(Items(_dataGradient.RowCount, RowsPerItem), _packBackward);

            _chunkImages = Items(Items(call.Images, _blockImages), MaxChunks) * _blockImages;
            var chunks = Items(call.Images, _chunkImages);
            Chunks.Run(chunks, _runBackward);
            if (call.DWeights != null)
                Chunks.Run(Items(_weightGradient.RowCount, RowsPerItem), _finish);
            if (call.DBias != null)
                SumBias(chunks);
        }
    }

    public void Dispose()
    {
        _forward.Dispose();
        _dataGradient.Dispose();
        _weightGradient.Dispose();
        _biasSums.Dispose();
        foreach (var work in _work)
            work.Dispose();
    }

    private static int Items(int count, int each) => (count + each - 1) / each;

    private void Prepare(in ConvolutionCall call)
    {
        _call = call;
        var known = _work.Length;
        if (known >= Chunks.Threads)
            return;
        Array.Resize(ref _work, Chunks.Threads);
        for (var i = known; i < _work.Length; i++)
            _work[i] = new ConvolutionWorkspace(in _shape, _blockImages);
    }

    private void PackForward(int item, int worker)
    {
        for (var row = item * RowsPerItem; row < Math.Min((item + 1) * RowsPerItem, _forward.RowCount); row++)
            _forward.PackRow(row, _call.Weights);
    }

    private void PackBackward(int item, int worker)
    {
        for (var row = item * RowsPerItem; row < Math.Min((item + 1) * RowsPerItem, _dataGradient.RowCount); row++)
            _dataGradient.PackRow(row, _call.Weights);
    }

    private void RunForward(int block, int worker)
    {
        var first = block * _blockImages;
        var offset = (long)first * _shape.OutputSize;
        var winners = _call.Winners == null ? null : _call.Winners + offset;
        var x = _call.X + ((long)first * _shape.InputSize);
        _forward.Block(x, _call.Y + offset, winners, Math.Min(_blockImages, _call.Images - first), _work[worker]);
    }

    private void RunBackward(int chunk, int worker)
    {
        if (_call.DWeights != null)
            _weightGradient.Clear(chunk);
        var biasSums = _biasSums.Pointer + ((long)chunk * _shape.Outputs);
        new Span<double>(biasSums, _shape.Outputs).Clear();
        var end = Math.Min(_call.Images, (chunk + 1) * _chunkImages);
        for (var first = chunk * _chunkImages; first < end; first += _blockImages)
            BackwardBlock(chunk, first, Math.Min(_blockImages, end - first), biasSums, _work[worker]);
    }

    private void BackwardBlock(int chunk, int first, int images, double* biasSums, ConvolutionWorkspace work)
    {
        var offset = (long)first * _shape.OutputSize;
        work.FillGradient(_call.DY + offset, _call.Y + offset, _call.Winners == null ? null : _call.Winners + offset, images, biasSums);
        if (_call.DX != null)
            _dataGradient.Block(_call.DX + ((long)first * _shape.InputSize), images, work);
        if (_call.DWeights == null)
            return;
        work.FillInput(_call.X + ((long)first * _shape.InputSize), images);
        _weightGradient.Add(chunk, images, work);
    }

    private void Finish(int item, int worker)
    {
        var chunks = Items(_call.Images, _chunkImages);
        for (var row = item * RowsPerItem; row < Math.Min((item + 1) * RowsPerItem, _weightGradient.RowCount); row++)
            _weightGradient.Finish(row, chunks, _call.DWeights, _call.AddsToWeights);
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

/// <summary>What a convolutional step reads and writes: plain images, one after the other.</summary>
internal unsafe struct ConvolutionCall
{
    public int Images;
    public float* X;
    public float* Weights;    // 3 x 3 x Inputs x Outputs
    public float* Bias;       // may be null
    public float* Y;
    public byte* Winners;     // as many as Y: which pixel of its 2×2 square each was, for the way back of a pooled step
    public float* DY;
    public float* DX;         // may be null
    public float* DWeights;   // may be null
    public float* DBias;      // may be null
    public bool AddsToWeights;
    public bool AddsToBias;   // instead of overwriting the gradients
}
