using Kindred.Numerics.Kernels.Convolution.Blocks;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Numerics.Kernels.Convolution.Winograd;

/// <summary>A convolutional step by tiles of 2×2 results, Winograd's way: 16 products for 36, or 9 where the image is enlarged.</summary>
/// <remarks>
/// Each position of the transformed tiles is a product of matrices by itself, (tiles x inputs)(inputs x outputs). See
/// <see cref="WinogradTiles"/> for the source. Rounding errors are about twice those of the plain sum.
/// </remarks>
internal sealed unsafe partial class WinogradConvolution : IConvolution
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
    private WinogradWorkspace[] _work = [];

    public WinogradConvolution(in ConvolutionShape shape, int chunks)
    {
        _shape = shape;
        var side = WinogradWeights.Side(shape.Upsampled);
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
            _work = [.. _work, new WinogradWorkspace(in _shape, BlockImages, _positions, _tiles, _borderedTiles)];
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

    public void Forward(in ConvolutionCall block, int worker)
    {
        var work = _work[worker];
        work.Images.FillInput(block.X, block.Images);
        TransformInput(block.Images, work);
        Multiply(_forward, Left(work), Right(work), block.Images, work);
        for (var image = 0; image < block.Images; image++)
            Finish(image, in block, work);
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
        WinogradWeights.Transform(taps, _shape.Upsampled, count, u);
        for (var position = 0; position < _positions; position++)
            products[position].SetPart(row, 0, u.Slice(position * count, count));
    }

    // position by position: y = x · u
    private void Multiply(ConvolutionProduct[] products, TileSide x, TileSide y, int images, WinogradWorkspace work)
    {
        for (var position = 0; position < _positions; position++)
        {
            products[position].Run(
                new WindowProduct
                {
                    X = x.Values.Pointer + (position * x.Position),
                    Inputs = x.Offsets.Pointer,
                    Y = y.Values.Pointer + (position * y.Position),
                    Outputs = y.Offsets.Pointer,
                    Bias = work.Images.Zero.Pointer,
                },
                images * _tiles);
        }
    }

    private TileSide Left(WinogradWorkspace work) => new(work.Left, _inputs, PositionStep(_shape.Inputs, _tiles));

    private TileSide Right(WinogradWorkspace work) => new(work.Right, _outputs, PositionStep(_shape.Outputs, _tiles));

    private TileSide WithBorder(WinogradWorkspace work) => new(work.Bordered, _bordered, PositionStep(_shape.Inputs, _borderedTiles));

    // x in Images.Input → Left
    private void TransformInput(int images, WinogradWorkspace work)
    {
        var grid = Grid(_shape.Inputs, _shape.PaddedWidth);
        for (var image = 0; image < images; image++)
        {
            var source = work.Images.Input.Pointer + ((long)image * _shape.PaddedInputSize);
            var target = work.Left.Pointer + ((long)image * _tiles * _shape.Inputs);
            if (_shape.Upsampled)
                WinogradTiles.EnlargedInput(source, in grid, target);
            else
                WinogradTiles.Input(source, in grid, target);
        }
    }

    // Right → y, through pooling
    private void Finish(int image, in ConvolutionCall block, WinogradWorkspace work)
    {
        var grid = Grid(_shape.Outputs, _shape.WideWidth);
        var offset = (long)image * _shape.OutputSize;
        var y = _shape.Pooled ? work.Images.Results.Pointer : block.Y + offset;
        WinogradTiles.Output(
            work.Right.Pointer + ((long)image * _tiles * _shape.Outputs), in grid, _bias.Pointer, _shape.Relu, _shape.Upsampled, y);
        if (!_shape.Pooled)
            return;
        var pooled = PooledShape.Of(_shape.WideHeight, _shape.WideWidth, _shape.Outputs);
        Pooling.Max(y, in pooled, block.Y + offset, block.Winners == null ? null : block.Winners + offset);
    }

    private nint PositionStep(int channels, int tiles) => WinogradWorkspace.PositionStep(BlockImages * tiles * channels);

    private TileGrid Grid(int channels, int imageWidth) =>
        new(_shape.TileRows, _shape.TileColumns, channels, imageWidth * channels, PositionStep(channels, _tiles))
        {
            Height = _shape.WideHeight,
            Width = _shape.WideWidth,
        };
}

/// <summary>One side of the products: transformed tiles, where each tile starts, and floats from one position to the next.</summary>
internal readonly record struct TileSide(NativeBuffer<float> Values, NativeBuffer<int> Offsets, nint Position);
