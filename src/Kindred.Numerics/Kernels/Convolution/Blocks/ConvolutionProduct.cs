using System.Runtime.Intrinsics;
using Kindred.Numerics.Kernels.Memory;

namespace Kindred.Numerics.Kernels.Convolution.Blocks;

/// <summary>What one call of a product kernel works on; offsets count floats.</summary>
internal unsafe struct WindowProduct
{
    public float* X;          // windows start at X + Inputs[p]
    public int* Inputs;
    public float* Y;          // outputs go to Y + Outputs[p]
    public int* Outputs;
    public int Tiles;
    public int Rows;          // a window is Rows runs of Length floats, RowStep apart
    public nint Length;
    public nint RowStep;
    public float* Weights;    // Rows·Length x width of the block
    public float* Bias;
    public bool Relu;
}

/// <summary>y[p, o] = b[o] + Σ_r Σ_k x[p, r, k] · w[r, k, o] over the windows of many pixels, with the weights w packed once.</summary>
/// <remarks>Outputs are computed 16 at a time: a row of y must have room for <see cref="PaddedColumns"/> floats.</remarks>
internal sealed unsafe class ConvolutionProduct : IDisposable
{
    private const int MaxTile = 8;

    private readonly int _rows;
    private readonly int _length;
    private readonly NativeBuffer<float> _weights;
    private readonly int[] _blocks;                   // widths of the column blocks, in floats

    public ConvolutionProduct(int rows, int length, int columns)
    {
        (_rows, _length) = (rows, length);
        PaddedColumns = Padded(columns);
        _weights = new NativeBuffer<float>((long)rows * length * PaddedColumns);
        _blocks = Blocks(PaddedColumns);
    }

    public int PaddedColumns { get; }

    /// <summary>Columns rounded up to whole vectors of 16.</summary>
    public static int Padded(int columns) => (columns + 15) & ~15;

    /// <summary>Stores the weights of one k, in [0, rows · length), for the outputs from <paramref name="column"/> on.</summary>
    public void SetPart(int k, int column, ReadOnlySpan<float> values)
    {
        var start = 0;
        foreach (var width in _blocks)
        {
            var (from, to) = (Math.Max(start, column), Math.Min(start + width, column + values.Length));
            if (from < to)
            {
                var row = _weights.Pointer + ((long)start * _rows * _length) + ((long)k * width);
                values[(from - column)..(to - column)].CopyTo(new Span<float>(row + from - start, width));
            }

            start += width;
        }
    }

    /// <summary>Multiplies the windows of <paramref name="pixels"/> pixels; the other fields of <paramref name="call"/> say where they lie.</summary>
    public void Run(WindowProduct call, int pixels)
    {
        (call.Rows, call.Length) = (_rows, _length);
        call.Weights = _weights.Pointer;
        foreach (var width in _blocks)
        {
            RunBlock(call, width, pixels);
            call.Weights += (long)width * _rows * _length;
            call.Y += width;
            call.Bias += width;
        }
    }

    public void Dispose() => _weights.Dispose();

    private static void RunBlock(WindowProduct call, int width, int pixels)
    {
        var tile = TilePixels(width);
        call.Tiles = pixels / tile;
        RunTiles(in call, width);
        var rest = pixels % tile;
        if (rest == 0)
            return;

        // the last tile repeats its last pixel: the same value is stored again
        var inputs = stackalloc int[MaxTile];
        var outputs = stackalloc int[MaxTile];
        for (var i = 0; i < tile; i++)
        {
            var pixel = pixels - rest + Math.Min(i, rest - 1);
            (inputs[i], outputs[i]) = (call.Inputs[pixel], call.Outputs[pixel]);
        }

        call.Inputs = inputs;
        call.Outputs = outputs;
        call.Tiles = 1;
        RunTiles(in call, width);
    }

    private static int[] Blocks(int columns)
    {
        var widest = Vector512.IsHardwareAccelerated ? 64 : 16;
        var blocks = new int[(columns + widest - 1) / widest];
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = Math.Min(widest, columns - (i * widest));
        return blocks;
    }

    private static int TilePixels(int width) =>
        Vector512.IsHardwareAccelerated ? (width == 64 ? 6 : 8)
        : Vector256.IsHardwareAccelerated ? 6 : 4;

    private static void RunTiles(in WindowProduct call, int width)
    {
        if (!Vector256.IsHardwareAccelerated)
            ConvolutionKernels.Product128x4x4(in call);
        else if (!Vector512.IsHardwareAccelerated)
            ConvolutionKernels.Product256x6x2(in call);
        else if (width == 64)
            ConvolutionKernels.Product512x6x4(in call);
        else if (width == 48)
            ConvolutionKernels.Product512x8x3(in call);
        else if (width == 32)
            ConvolutionKernels.Product512x8x2(in call);
        else
            ConvolutionKernels.Product512x8x1(in call);
    }
}
