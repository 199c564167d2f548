namespace Kindred.Numerics.Kernels;

/// <summary>A convolutional step by tiles of 2×2 results, Winograd's way: 16 products for 36, or 9 where the image is enlarged.</summary>
/// <remarks>
/// Each position of the transformed tiles is a product of matrices by itself, (tiles x inputs)(inputs x outputs). See
/// <see cref="ConvolutionTiles"/> for the source. Rounding errors are about twice those of the plain sum.
/// </remarks>
internal sealed unsafe class TiledConvolution : IConvolution
{
    /// <summary>Bytes of transformed tiles that leave room for the weights in a core's second cache.</summary>
    private const int BlockBytes = 640 * 1024;
    private const int MaxBlockImages = 16;

    private readonly ConvolutionShape _shape;
    private readonly int _positions;
    private readonly int _tiles;                      // of an image
    private readonly int _borderedTiles;              // with a border of one tile
    private readonly ConvolutionProduct[] _forward, _backward;
    private readonly NativeBuffer<float>[] _sums;     // one per chunk: position x input x output
    private readonly int _positionSize;
    private readonly NativeBuffer<float> _bias;
    private readonly NativeBuffer<int> _inputs, _outputs, _bordered;
    private TiledWorkspace[] _work = [];

    public TiledConvolution(in ConvolutionShape shape, int chunks)
    {
        _shape = shape;
        var side = TiledWeights.Side(shape.Upsampled);
        (_positions, _tiles) = (side * side, shape.TileRows * shape.TileColumns);
        _borderedTiles = (shape.TileRows + 2) * (shape.TileColumns + 2);
        var tileBytes = _positions * (shape.Inputs + shape.Outputs) * sizeof(float);
        BlockImages = Math.Clamp(BlockBytes / (_tiles * tileBytes), 1, MaxBlockImages);
        _forward = Products(shape.Inputs, shape.Outputs);
        _backward = Products(shape.Outputs, shape.Inputs);
        _positionSize = ConvolutionGradient.Size(shape.Inputs, shape.Outputs);
        _sums = new NativeBuffer<float>[chunks];
        for (var chunk = 0; chunk < chunks; chunk++)
            _sums[chunk] = new NativeBuffer<float>((long)_positions * _positionSize);
        _bias = new NativeBuffer<float>(shape.Outputs);
        _inputs = Offsets(tile => tile * _shape.Inputs);
        _outputs = Offsets(tile => tile * _shape.Outputs);
        _bordered = Offsets(Bordered);
    }

    public int BlockImages { get; }

    public int ForwardParts => _shape.Inputs;

    public int BackwardParts => _shape.Outputs;

    public int GradientParts => _shape.Inputs;

    public void Prepare(int workers)
    {
        for (var known = _work.Length; known < workers; known++)
            _work = [.. _work, new TiledWorkspace(in _shape, BlockImages, _positions, _tiles, _borderedTiles)];
    }

    public void SetBias(float* bias)
    {
        if (bias != null)
            new ReadOnlySpan<float>(bias, _shape.Outputs).CopyTo(_bias.Span);
        else
            _bias.Span.Clear();
    }

    /// <summary>The weights of input <paramref name="part"/>.</summary>
    public void PackForward(int part, float* weights)
    {
        var (inputs, outputs) = (_shape.Inputs, _shape.Outputs);
        Span<float> taps = stackalloc float[9 * outputs];
        for (var tap = 0; tap < 9; tap++)
            new ReadOnlySpan<float>(weights + ((((long)tap * inputs) + part) * outputs), outputs).CopyTo(taps[(tap * outputs)..]);
        Pack(_forward, part, taps, outputs);
    }

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

    public void Forward(in ConvolutionCall block, int worker)
    {
        var work = _work[worker];
        work.Images.FillInput(block.X, block.Images);
        TransformInput(block.Images, work);
        Multiply(_forward, work.Left.Pointer, _inputs, _shape.Inputs, work.Right.Pointer, _outputs, _shape.Outputs, block.Images, work);
        for (var image = 0; image < block.Images; image++)
            Finish(image, in block, work);
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
            TiledWeights.Sum(_sums, chunks, ((long)position * _positionSize) + ((long)part * outputs), sums.Slice(position * outputs, outputs));
        TiledWeights.TransformBack(sums, _shape.Upsampled, outputs, taps);
        for (var tap = 0; tap < 9; tap++)
        {
            var target = new Span<float>(call.DWeights + ((((long)tap * _shape.Inputs) + part) * outputs), outputs);
            for (var o = 0; o < outputs; o++)
                target[o] = taps[(tap * outputs) + o] + (call.AddsToWeights ? target[o] : 0);
        }
    }

    public void Dispose()
    {
        foreach (var product in (ConvolutionProduct[])[.. _forward, .. _backward])
            product.Dispose();
        foreach (var sums in _sums)
            sums.Dispose();
        foreach (var work in _work)
            work.Dispose();
        _bias.Dispose();
        _inputs.Dispose();
        _outputs.Dispose();
        _bordered.Dispose();
    }

    private ConvolutionProduct[] Products(int inputs, int outputs)
    {
        var products = new ConvolutionProduct[_positions];
        for (var position = 0; position < _positions; position++)
            products[position] = new ConvolutionProduct(1, inputs, outputs);
        return products;
    }

    private NativeBuffer<int> Offsets(Func<int, int> offset)
    {
        var offsets = new NativeBuffer<int>((long)BlockImages * _tiles);
        for (var tile = 0; tile < offsets.Length; tile++)
            offsets.Pointer[tile] = offset(tile);
        return offsets;
    }

    private int Bordered(int tile)
    {
        var (image, place) = Math.DivRem(tile, _tiles);
        var (i, j) = Math.DivRem(place, _shape.TileColumns);
        return ((image * _borderedTiles) + ((i + 1) * (_shape.TileColumns + 2)) + j + 1) * _shape.Inputs;
    }

    private void Pack(ConvolutionProduct[] products, int row, ReadOnlySpan<float> taps, int count)
    {
        Span<float> u = stackalloc float[_positions * count];
        TiledWeights.Transform(taps, _shape.Upsampled, count, u);
        for (var position = 0; position < _positions; position++)
            products[position].SetPart(row, 0, u.Slice(position * count, count));
    }

    // position by position: y = x · u
    private void Multiply(
        ConvolutionProduct[] products, float* x, NativeBuffer<int> xOffsets, int xStep, float* y, NativeBuffer<int> yOffsets, int yStep, int images, TiledWorkspace work)
    {
        var xPosition = PositionStep(xStep, _tiles);
        var yPosition = PositionStep(yStep, yOffsets == _bordered ? _borderedTiles : _tiles);
        for (var position = 0; position < _positions; position++)
        {
            products[position].Run(
                new WindowProduct
                {
                    X = x + (position * xPosition),
                    Inputs = xOffsets.Pointer,
                    Y = y + (position * yPosition),
                    Outputs = yOffsets.Pointer,
                    Bias = work.Images.Zero.Pointer,
                },
                images * _tiles);
        }
    }

    // x in Images.Input → Left
    private void TransformInput(int images, TiledWorkspace work)
    {
        var grid = Grid(_shape.Inputs, _shape.PaddedWidth);
        for (var image = 0; image < images; image++)
        {
            var source = work.Images.Input.Pointer + ((long)image * _shape.PaddedInputSize);
            var target = work.Left.Pointer + ((long)image * _tiles * _shape.Inputs);
            if (_shape.Upsampled)
                ConvolutionTiles.EnlargedInput(source, in grid, target);
            else
                ConvolutionTiles.Input(source, in grid, target);
        }
    }

    // dy in Images.Gradient → Right
    private void TransformGradient(int images, TiledWorkspace work)
    {
        var grid = Grid(_shape.Outputs, _shape.PaddedWideWidth);
        var inner = (_shape.PaddedWideWidth + 1) * _shape.Outputs;
        for (var image = 0; image < images; image++)
        {
            var source = work.Images.Gradient.Pointer + ((long)image * _shape.PaddedWideSize) + inner;
            ConvolutionTiles.Gradient(source, in grid, work.Right.Pointer + ((long)image * _tiles * _shape.Outputs), _shape.Upsampled);
        }
    }

    // Right → y, through pooling
    private void Finish(int image, in ConvolutionCall block, TiledWorkspace work)
    {
        var grid = Grid(_shape.Outputs, _shape.WideWidth);
        var offset = (long)image * _shape.OutputSize;
        var y = _shape.Pooled ? work.Images.Results.Pointer : block.Y + offset;
        ConvolutionTiles.Output(
            work.Right.Pointer + ((long)image * _tiles * _shape.Outputs), in grid, _bias.Pointer, _shape.Relu, _shape.Upsampled, y);
        if (!_shape.Pooled)
            return;
        var pooled = PooledShape.Of(_shape.WideHeight, _shape.WideWidth, _shape.Outputs);
        Pooling.Max(y, in pooled, block.Y + offset, block.Winners == null ? null : block.Winners + offset);
    }

    // dx is the convolution of dy with the weights turned round
    private void InputGradient(in ConvolutionCall block, TiledWorkspace work)
    {
        var grid = Grid(_shape.Outputs, _shape.PaddedWideWidth);
        for (var image = 0; image < block.Images; image++)
        {
            ConvolutionTiles.Input(
                work.Images.Gradient.Pointer + ((long)image * _shape.PaddedWideSize), in grid, work.Right.Pointer + ((long)image * _tiles * _shape.Outputs));
        }

        Multiply(_backward, work.Right.Pointer, _outputs, _shape.Outputs, work.Left.Pointer, _inputs, _shape.Inputs, block.Images, work);
        grid = Grid(_shape.Inputs, _shape.Width);
        for (var image = 0; image < block.Images; image++)
        {
            ConvolutionTiles.Output(
                work.Left.Pointer + ((long)image * _tiles * _shape.Inputs),
                in grid,
                work.Images.Zero.Pointer,
                relu: false,
                enlarged: false,
                block.DX + ((long)image * _shape.InputSize));
        }
    }

    // dv = u · (A dy Aᵀ) at every position, then back through Bᵀ
    private void EnlargedInputGradient(in ConvolutionCall block, TiledWorkspace work)
    {
        Multiply(_backward, work.Right.Pointer, _outputs, _shape.Outputs, work.Bordered.Pointer, _bordered, _shape.Inputs, block.Images, work);
        var grid = new TileGrid(_shape.TileRows, _shape.TileColumns, _shape.Inputs, 0, PositionStep(_shape.Inputs, _borderedTiles))
        {
            TileRow = (_shape.TileColumns + 2) * _shape.Inputs,
        };
        for (var image = 0; image < block.Images; image++)
        {
            ConvolutionTiles.EnlargedInputBackward(
                work.Bordered.Pointer + ((long)image * _borderedTiles * _shape.Inputs), in grid, block.DX + ((long)image * _shape.InputSize));
        }
    }

    private void AddWeightGradient(int chunk, int images, TiledWorkspace work)
    {
        var grid = new PixelGrid(1, images * _tiles, 1);
        for (var position = 0; position < _positions; position++)
        {
            var left = new PixelRun(work.Left.Pointer + (position * PositionStep(_shape.Inputs, _tiles)), _shape.Inputs, 0, 0);
            var right = new PixelRun(work.Right.Pointer + (position * PositionStep(_shape.Outputs, _tiles)), _shape.Outputs, 0, 0);
            ConvolutionGradient.Add(left, _shape.Inputs, right, _shape.Outputs, in grid, _sums[chunk].Pointer + ((long)position * _positionSize));
        }
    }

    private nint PositionStep(int channels, int tiles) => TiledWorkspace.PositionStep(BlockImages * tiles * channels);

    private TileGrid Grid(int channels, int imageWidth) =>
        new(_shape.TileRows, _shape.TileColumns, channels, imageWidth * channels, PositionStep(channels, _tiles))
        {
            Height = _shape.WideHeight,
            Width = _shape.WideWidth,
        };
}

/// <summary>One worker's transformed tiles: position x tile x channels.</summary>
internal sealed class TiledWorkspace : IDisposable
{
    private const int Slack = 256;                    // kernels read a little past the end

    public TiledWorkspace(in ConvolutionShape shape, int images, int positions, int tiles, int borderedTiles)
    {
        Images = new ConvolutionWorkspace(in shape, images);
        Left = new NativeBuffer<float>(((long)positions * PositionStep(images * tiles * shape.Inputs)) + Slack);
        Right = new NativeBuffer<float>(((long)positions * PositionStep(images * tiles * shape.Outputs)) + Slack);
        Bordered = new NativeBuffer<float>((shape.Upsampled ? (long)positions * PositionStep(images * borderedTiles * shape.Inputs) : 0) + Slack);
    }

    public ConvolutionWorkspace Images { get; }

    /// <summary>On the side of the inputs.</summary>
    public NativeBuffer<float> Left { get; }

    /// <summary>On the side of the outputs.</summary>
    public NativeBuffer<float> Right { get; }

    /// <summary>Like <see cref="Left"/>, each image with a border of tiles that stay zero.</summary>
    public NativeBuffer<float> Bordered { get; }

    /// <summary>From one position to the next: not a multiple of 4 KiB, where all positions of a tile would share a few lines of cache.</summary>
    public static nint PositionStep(int length) => length + 16;

    public void Dispose()
    {
        Images.Dispose();
        Left.Dispose();
        Right.Dispose();
        Bordered.Dispose();
    }
}
